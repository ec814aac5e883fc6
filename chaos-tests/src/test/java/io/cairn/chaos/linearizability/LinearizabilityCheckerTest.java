package io.cairn.chaos.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.chaos.linearizability.LinearizabilityChecker.Outcome;
import io.cairn.chaos.linearizability.LinearizabilityChecker.Result;
import io.cairn.chaos.linearizability.RegisterModel.Call;
import io.cairn.chaos.linearizability.RegisterModel.Read;
import io.cairn.chaos.linearizability.RegisterModel.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The checker tells right histories from wrong ones: those of the books, and all small ones. */
class LinearizabilityCheckerTest {
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final RegisterModel ZERO = new RegisterModel(0L);

  @Test
  void operationsOneAfterTheOther() {
    assertEquals(Result.LINEARIZABLE, check(List.of()));
    assertEquals(Result.LINEARIZABLE, check(List.of(read(0, 1, 2), write(7, 3, 4), read(7, 5, 6))));
  }

  @Test
  void aStaleReadIsFound() {
    List<Operation<Call, Long>> history = List.of(write(1, 1, 2), write(2, 3, 4), read(1, 5, 6));

    Outcome<Call, Long> outcome = LinearizabilityChecker.check(ZERO, history, BOUND);

    assertEquals(Result.VIOLATED, outcome.result());
    assertEquals(history.subList(0, 2), outcome.longest());
    assertEquals(history.get(2), outcome.stuck().orElseThrow());
  }

  @Test
  void aLostWriteIsFound() {
    assertEquals(Result.VIOLATED, check(List.of(write(1, 1, 2), read(0, 3, 4))));
  }

  @Test
  void aValueThatNobodyWroteIsFound() {
    assertEquals(Result.VIOLATED, check(List.of(write(1, 1, 9), read(5, 2, 3))));
  }

  @Test
  void twoReadersMayNotSeeAWriteComeAndGo() {
    assertEquals(Result.VIOLATED, check(List.of(write(1, 1, 9), read(1, 2, 3), read(0, 4, 5))));
    assertEquals(Result.LINEARIZABLE, check(List.of(write(1, 1, 9), read(0, 2, 3), read(1, 4, 5))));
  }

  @Test
  void anUnansweredWriteMayHappenLateOrNever() {
    Operation<Call, Long> lost = Operation.unknown(new Write(1), 1);
    assertEquals(Result.LINEARIZABLE, check(List.of(lost, read(0, 3, 4))));
    assertEquals(Result.LINEARIZABLE, check(List.of(lost, read(0, 3, 4), read(1, 5, 6))));
    assertEquals(
        Result.VIOLATED, check(List.of(lost, read(0, 3, 4), read(1, 5, 6), read(0, 7, 8))));
    assertEquals(
        Result.VIOLATED, check(List.of(read(1, 3, 4), Operation.unknown(new Write(1), 5))));
  }

  @Test
  void theSameTimeIsNoOrder() {
    assertEquals(Result.LINEARIZABLE, check(List.of(write(1, 1, 2), read(0, 2, 3))));
  }

  @Test
  void agreesWithTryingEveryOrder() {
    int violated = 0;
    for (int seed = 0; seed < 3_000; seed++) {
      List<Operation<Call, Long>> history = random(new Random(seed), 6);
      boolean right = anyOrderFits(history, new ArrayList<>(), 0L);
      assertEquals(
          right ? Result.LINEARIZABLE : Result.VIOLATED, check(history), "seed " + seed + history);
      violated += right ? 0 : 1;
    }
    int wrong = violated;
    assertTrue(wrong > 500 && wrong < 2_500, () -> wrong + " of 3,000 were wrong: no test of much");
  }

  @Test
  void aLongHistoryOfAnObjectThatIsRightIsAccepted() {
    Random random = new Random(1);
    List<Operation<Call, Long>> history = new ArrayList<>();
    long value = 0;
    for (int i = 0; i < 5_000; i++) {
      long at = i * 10L; // it happens here; the calls of neighbours overlap
      long from = at - random.nextInt(40);
      long to = at + random.nextInt(40);
      if (random.nextBoolean()) {
        value = i;
        history.add(write(value, from, to));
      } else {
        history.add(read(value, from, to));
      }
    }
    assertEquals(Result.LINEARIZABLE, check(history));
  }

  private static Result check(List<Operation<Call, Long>> history) {
    return LinearizabilityChecker.check(ZERO, history, BOUND).result();
  }

  private static Operation<Call, Long> write(long value, long invoked, long returned) {
    return Operation.answered(new Write(value), value, invoked, returned);
  }

  private static Operation<Call, Long> read(long value, long invoked, long returned) {
    return Operation.answered(new Read(), value, invoked, returned);
  }

  private static List<Operation<Call, Long>> random(Random random, int operations) {
    List<Operation<Call, Long>> history = new ArrayList<>();
    for (int i = 0; i < operations; i++) {
      long invoked = random.nextInt(20);
      long returned = invoked + 1 + random.nextInt(6);
      long value = random.nextInt(3);
      if (random.nextBoolean()) {
        history.add(read(value, invoked, returned));
      } else if (random.nextInt(4) == 0) {
        history.add(Operation.unknown(new Write(value), invoked));
      } else {
        history.add(write(value, invoked, returned));
      }
    }
    return history;
  }

  /** By definition: some order, in which none comes before one that had ended when it began. */
  private static boolean anyOrderFits(
      List<Operation<Call, Long>> left, List<Operation<Call, Long>> order, long value) {
    if (left.stream().allMatch(each -> each.output() == null)) {
      return true;
    }
    for (Operation<Call, Long> next : left) {
      boolean first = left.stream().noneMatch(other -> other.returned() < next.invoked());
      boolean fits = !(next.input() instanceof Read) || Long.valueOf(value).equals(next.output());
      if (first && fits) {
        List<Operation<Call, Long>> rest = new ArrayList<>(left);
        rest.remove(next);
        order.add(next);
        if (anyOrderFits(
            rest, order, next.input() instanceof Write write ? write.value() : value)) {
          return true;
        }
        order.remove(order.size() - 1);
      }
    }
    return false;
  }
}
