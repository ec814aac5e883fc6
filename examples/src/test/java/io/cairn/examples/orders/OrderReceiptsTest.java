package io.cairn.examples.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairn.api.JobArguments;
import io.cairn.api.JobDefinition;
import io.cairn.api.Partitioning;
import io.cairn.api.TaskContext;
import io.cairn.api.TaskList;
import io.cairn.examples.KeyedRun;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrderReceiptsTest {

  @Test
  void bothInputsLeadIntoTheMatch() {
    var graph =
        JobDefinition.of(
                new OrderReceipts(),
                JobArguments.of(
                    Map.of("orders", "file:///o", "payments", "file:///p", "output", "file:///r")))
            .graph();
    assertEquals(
        List.of("orders", "payments"),
        graph.edges().stream().filter(e -> e.to().equals("match")).map(e -> e.from()).toList());
    assertEquals(Partitioning.HASH, graph.edges().get(0).partitioning());
  }

  @Test
  void anOrderAndItsPaymentMeetInAnyOrder() throws Exception {
    KeyedRun<String, OrderReceipts.Entry> run = new KeyedRun<>(new OrderReceipts.Match());
    for (String line : List.of("o a,5", "p b,7", "p a,5", "o b,7", "o c,1")) {
      OrderReceipts.Entry entry =
          OrderReceipts.Entry.parse(line.substring(2), line.startsWith("p"));
      run.process(entry.order(), entry);
    }
    assertEquals(List.of("a 5", "b 7"), run.emitted());
  }

  @Test
  void aNumberIsGivenOnceWhoeverOwnsItsBlock() throws Exception {
    Owned list = new Owned();
    ReceiptNumbers numbers = new ReceiptNumbers();
    numbers.open(context(1, list));
    List<String> out = new ArrayList<>();
    numbers.process("a", out::add);
    assertEquals(0, numbers.snapshot().length);
    numbers.process("lost with the attempt", out::add);

    ReceiptNumbers successor = new ReceiptNumbers();
    successor.open(context(2, list));
    successor.process("b", out::add);
    ReceiptNumbers fresh = new ReceiptNumbers();
    fresh.open(context(2, new Owned()));
    fresh.process("c", out::add);
    assertEquals(List.of("1.0-1 a", "1.0-2 lost with the attempt", "1.0-2 b", "2.0-1 c"), out);
  }

  private static final class Owned implements TaskList<ReceiptNumbers.Block> {
    private List<ReceiptNumbers.Block> blocks = List.of();

    @Override
    public List<ReceiptNumbers.Block> get() {
      return blocks;
    }

    @Override
    public void add(ReceiptNumbers.Block element) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void set(List<? extends ReceiptNumbers.Block> elements) {
      blocks = List.copyOf(elements);
    }
  }

  private static TaskContext context(long attempt, Owned list) {
    return (TaskContext)
        Proxy.newProxyInstance(
            OrderReceiptsTest.class.getClassLoader(),
            new Class<?>[] {TaskContext.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "attempt" -> attempt;
                  case "instance" -> 0;
                  case "taskList" -> list;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
