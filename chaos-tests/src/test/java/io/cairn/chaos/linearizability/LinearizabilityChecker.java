package io.cairn.chaos.linearizability;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether there is an order of the operations, each between its call and its answer, in
 * which the object gives these answers. The search of Wing and Gong ("Testing and Verifying
 * Concurrent Objects", 1993) with the memory of Lowe ("Testing for Linearizability", 2017): a set
 * of operations done, together with the state that they led to, is never tried twice. Exponential
 * in the number of operations that are open at the same time; hence the bound.
 *
 * <p>For one thread and one history.
 */
public final class LinearizabilityChecker<S, I, O> {
  private static final int STEPS_BETWEEN_LOOKS_AT_THE_CLOCK = 4_096;

  /** What was found. */
  public enum Result {
    LINEARIZABLE,
    VIOLATED,
    /** Neither proved nor refuted. */
    OUT_OF_TIME
  }

  /**
   * The answer.
   *
   * @param longest the longest order that was found, of all operations if LINEARIZABLE
   * @param stuck if VIOLATED, the operation whose answer fits nowhere after {@code longest}
   */
  public record Outcome<I, O>(
      Result result, List<Operation<I, O>> longest, Optional<Operation<I, O>> stuck) {}

  /** A call or an answer, in a list from which both are taken while they count as done. */
  private final class Event {
    final int number;
    final Operation<I, O> operation;
    final @Nullable Event answer;
    @Nullable Event before;
    @Nullable Event after;

    Event(int number, Operation<I, O> operation, @Nullable Event answer) {
      this.number = number;
      this.operation = operation;
      this.answer = answer;
    }

    void takeOut() {
      if (before != null) {
        before.after = after;
      }
      if (after != null) {
        after.before = before;
      }
    }

    void putBack() {
      if (before != null) {
        before.after = this;
      }
      if (after != null) {
        after.before = this;
      }
    }
  }

  private record Done<T, E>(E call, T stateBefore) {}

  private record Tried<T>(BitSet done, T state) {}

  private final Model<S, I, O> model;
  private final List<Operation<I, O>> history;
  private final long deadline;

  private LinearizabilityChecker(
      Model<S, I, O> model, List<Operation<I, O>> history, Duration bound) {
    this.model = model;
    this.history = history;
    this.deadline = System.nanoTime() + bound.toNanos();
  }

  /**
   * Checks one history of one object.
   *
   * @param bound how long to search
   */
  public static <S, I, O> Outcome<I, O> check(
      Model<S, I, O> model, List<Operation<I, O>> history, Duration bound) {
    return new LinearizabilityChecker<>(model, history, bound).search();
  }

  private Outcome<I, O> search() {
    Event head = events();
    Set<Tried<S>> tried = new HashSet<>();
    Deque<Done<S, Event>> done = new ArrayDeque<>();
    BitSet bits = new BitSet(history.size());
    S state = model.initial();
    List<Operation<I, O>> longest = List.of();
    @Nullable Operation<I, O> stuck = null;
    long steps = 0;
    Event event = head.after;
    while (event != null) {
      if (++steps % STEPS_BETWEEN_LOOKS_AT_THE_CLOCK == 0 && System.nanoTime() > deadline) {
        return new Outcome<>(Result.OUT_OF_TIME, longest, Optional.empty());
      }
      Event answer = event.answer;
      if (answer == null) {
        if (done.size() > longest.size() || stuck == null) {
          longest = order(done);
          stuck = event.operation;
        }
        if (done.isEmpty()) {
          return new Outcome<>(Result.VIOLATED, longest, Optional.of(stuck));
        }
        Done<S, Event> last = done.pop();
        event = last.call();
        state = last.stateBefore();
        bits.clear(event.number);
        putBack(event);
        event = event.after;
        continue;
      }
      Operation<I, O> operation = event.operation;
      Optional<S> next = model.step(state, operation.input(), operation.output());
      if (next.isPresent() && tried.add(with(bits, event.number, next.get()))) {
        done.push(new Done<>(event, state));
        state = next.get();
        bits.set(event.number);
        answer.takeOut();
        event.takeOut();
        event = head.after;
      } else {
        event = event.after;
      }
    }
    return new Outcome<>(Result.LINEARIZABLE, order(done), Optional.empty());
  }

  /** In the opposite order of its being taken out. */
  private void putBack(Event call) {
    call.putBack();
    if (call.answer != null) {
      call.answer.putBack();
    }
  }

  private Tried<S> with(BitSet bits, int number, S state) {
    BitSet copy = (BitSet) bits.clone();
    copy.set(number);
    return new Tried<>(copy, state);
  }

  private List<Operation<I, O>> order(Deque<Done<S, Event>> done) {
    List<Operation<I, O>> order = new ArrayList<>();
    done.descendingIterator().forEachRemaining(each -> order.add(each.call().operation));
    return List.copyOf(order);
  }

  /** All calls and answers by time; at the same time calls first, which allows more orders. */
  private Event events() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      Event answer = new Event(i, history.get(i), null);
      events.add(new Event(i, history.get(i), answer));
      events.add(answer);
    }
    events.sort(
        Comparator.<Event>comparingLong(
                event ->
                    event.answer == null ? event.operation.returned() : event.operation.invoked())
            .thenComparing(event -> event.answer == null));
    @SuppressWarnings("NullAway") // the head stands for no operation
    Event head = new Event(-1, null, null);
    Event last = head;
    for (Event event : events) {
      last.after = event;
      event.before = last;
      last = event;
    }
    return head;
  }
}
