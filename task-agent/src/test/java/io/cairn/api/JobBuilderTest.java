package io.cairn.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class JobBuilderTest {

  @Test
  void aDefinitionGivesItsGraphInTheOrderOfDefinition() {
    GraphDescription graph = define(JobBuilderTest::twoPaths).graph();
    assertEquals(
        List.of(
            new OperatorDescription("in", OperatorKind.SOURCE, 2),
            new OperatorDescription("count", OperatorKind.TRANSFORM, 3),
            new OperatorDescription("same", OperatorKind.TRANSFORM, 2),
            new OperatorDescription("out", OperatorKind.SINK, 2)),
        graph.operators());
    assertEquals(
        List.of(
            new EdgeDescription("in", "count", Partitioning.HASH),
            new EdgeDescription("in", "same", Partitioning.FORWARD),
            new EdgeDescription("count", "out", Partitioning.REBALANCE),
            new EdgeDescription("same", "out", Partitioning.FORWARD)),
        graph.edges());
    assertEquals(9, graph.tasks());
    assertEquals(1, graph.operatorOf(4));
    assertEquals(2, graph.instanceOf(4));
  }

  @Test
  void mistakesAreToldByName() {
    expect("'in' is given twice", job -> in(job).union(in(job)));
    expect("operator id 'In'", job -> job.source("In", 1, Empty::new, Serializers.longs()));
    expect("parallelism 0", job -> job.source("in", 0, Empty::new, Serializers.longs()));
    expect("nothing reads it", JobBuilderTest::in);
    expect("no source", job -> {});
    expect("forward from 'in' with parallelism 2", job -> sink(in(job).forward(), 3));
    expect("twice", job -> sink(twice(in(job)), 1));
    expect(
        "exceeds the 128 key groups",
        job ->
            in(job)
                .keyBy(n -> n, Serializers.longs())
                .process("count", 129, Count::new, Serializers.longs()));
    expect("10000 tasks more than the 2 before it", job -> sink(in(job), JobBuilder.MAX_TASKS));
    // The sum of the tasks would be negative.
    expect("more than the 10000 of a job", job -> sink(in(job), Integer.MAX_VALUE));
    JobArguments arguments = JobArguments.of(Map.of("n", "12x"));
    assertThrows(JobDefinitionException.class, () -> arguments.integer("n", 0, 9, 1));
    assertThrows(JobDefinitionException.class, () -> arguments.text("missing"));
  }

  private static Stream<Long> in(JobBuilder job) {
    return job.source("in", 2, Empty::new, Serializers.longs());
  }

  private static Stream<Long> twice(Stream<Long> stream) {
    return stream.union(stream);
  }

  private static void sink(Stream<Long> stream, int parallelism) {
    stream.sink("out", parallelism, Drop::new);
  }

  private static void twoPaths(JobBuilder job) {
    Stream<Long> in = in(job);
    Stream<Long> count =
        in.keyBy(n -> n, Serializers.longs()).process("count", 3, Count::new, Serializers.longs());
    Operator<Long, Long> same = (record, out) -> out.emit(record);
    sink(count.union(in.process("same", 2, () -> same, Serializers.longs())), 2);
  }

  private static JobDefinition define(Consumer<JobBuilder> definition) {
    return JobDefinition.of((job, arguments) -> definition.accept(job), JobArguments.none());
  }

  private static void expect(String part, Consumer<JobBuilder> definition) {
    Exception e = assertThrows(JobDefinitionException.class, () -> define(definition));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  private static final class Empty implements Source<Long> {
    @Override
    public void open(TaskContext context) {}

    @Override
    public Poll poll(Output<Long> out) {
      return Poll.end();
    }

    @Override
    public byte[] snapshot() {
      return new byte[0];
    }
  }

  private static final class Count implements KeyedOperator<Long, Long, Long> {
    @Override
    public void open(KeyedContext context) {}

    @Override
    public void process(Long key, Long record, Output<Long> out) {}
  }

  private static final class Drop implements Sink<Long> {
    @Override
    public void open(TaskContext context) {}

    @Override
    public void restore(List<byte[]> prepared) {}

    @Override
    public void write(Long record) {}

    @Override
    public Optional<byte[]> prepare(long checkpointId) {
      return Optional.empty();
    }

    @Override
    public void commit(byte[] transaction) {}
  }
}
