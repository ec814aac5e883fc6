package io.cairn.process.failpoint;

import io.cairn.process.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * What happens at which failpoint: {@code
 * after-local:halt@2,before-ack:pause=500,before-pending:count}.
 *
 * <p>Actions: {@code halt} (as SIGKILL would, exit code 71), {@code pause=MILLIS}, {@code throw} (a
 * {@link FailpointException}), {@code count} (nothing). {@code @N} lets it act at the Nth time
 * only; without it, at each time. {@code hold=FILE} waits until the file exists, two minutes at
 * most. Each action prints one line on standard error, so that a harness knows it was reached.
 * Thread-safe.
 */
public final class FailpointPlan {
  /** The system property that arms a plan from the start of a process. */
  public static final String PROPERTY = "cairn.failpoints";

  private static final long HOLD_MILLIS = 120_000;
  private static final long LOOK_MILLIS = 10;
  private static final Path NOWHERE = Path.of("");

  enum Kind {
    HALT,
    PAUSE,
    HOLD,
    THROW,
    COUNT
  }

  /** One entry of the plan; {@code nth} 0 means each time. */
  record Action(Kind kind, long pauseMillis, long nth, Path until) {}

  private final Map<Failpoint, List<Action>> actions;
  private final Map<Failpoint, AtomicLong> hits = new EnumMap<>(Failpoint.class);
  private final CountDownLatch released = new CountDownLatch(1);
  private final IntConsumer halt;
  private final Consumer<Failpoint> observer;

  private FailpointPlan(
      Map<Failpoint, List<Action>> actions, IntConsumer halt, Consumer<Failpoint> observer) {
    this.actions = actions;
    this.halt = halt;
    this.observer = observer;
    for (Failpoint failpoint : Failpoint.values()) {
      hits.put(failpoint, new AtomicLong());
    }
  }

  /**
   * Reads a plan.
   *
   * @throws IllegalArgumentException when it names an unknown failpoint or action
   */
  public static FailpointPlan parse(String text) {
    return parse(text, code -> Runtime.getRuntime().halt(code));
  }

  static FailpointPlan parse(String text, IntConsumer halt) {
    Map<Failpoint, List<Action>> actions = new EnumMap<>(Failpoint.class);
    for (String entry : text.split(",", -1)) {
      int colon = entry.indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException("failpoint plan: '" + entry + "' lacks ':action'");
      }
      Failpoint failpoint = byName(entry.substring(0, colon).strip());
      actions
          .computeIfAbsent(failpoint, f -> new ArrayList<>())
          .add(action(entry.substring(colon + 1).strip()));
    }
    return new FailpointPlan(actions, halt, at -> {});
  }

  /**
   * A plan without actions: tells the observer of each failpoint that is reached, on the thread
   * that reached it. What the observer throws is thrown there. For the simulator.
   */
  public static FailpointPlan observed(Consumer<Failpoint> observer) {
    return new FailpointPlan(Map.of(), code -> {}, observer);
  }

  void reached(Failpoint at) {
    long hit = counter(at).incrementAndGet();
    observer.accept(at);
    for (Action action : actions.getOrDefault(at, List.of())) {
      if (action.nth() == 0 || action.nth() == hit) {
        act(at, action, hit);
      }
    }
  }

  long hits(Failpoint at) {
    return counter(at).get();
  }

  void release() {
    released.countDown();
  }

  private void act(Failpoint at, Action action, long hit) {
    if (action.kind() == Kind.COUNT) {
      return;
    }
    System.err.println("failpoint " + at.kebab() + " hit " + hit + ": " + action.kind());
    System.err.flush();
    switch (action.kind()) {
      case HALT -> halt.accept(ExitCode.FAILPOINT);
      case PAUSE -> pause(action.pauseMillis());
      case HOLD -> hold(action.until());
      case THROW -> throw new FailpointException(at);
      case COUNT -> {}
    }
  }

  private void pause(long millis) {
    try {
      boolean disarmed = released.await(millis, TimeUnit.MILLISECONDS);
      if (disarmed) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Until the file is there, or two minutes have passed: a forgotten one must not hang for ever.
   */
  private void hold(Path until) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(HOLD_MILLIS);
    while (!Files.exists(until)
        && released.getCount() > 0
        && !Thread.currentThread().isInterrupted()
        && System.nanoTime() < deadline) {
      pause(LOOK_MILLIS);
    }
  }

  private AtomicLong counter(Failpoint at) {
    return hits.getOrDefault(at, new AtomicLong());
  }

  private static Failpoint byName(String name) {
    return Arrays.stream(Failpoint.values())
        .filter(f -> f.kebab().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "failpoint plan: no failpoint '"
                        + name
                        + "'; there are "
                        + Arrays.stream(Failpoint.values()).map(Failpoint::kebab).toList()));
  }

  private static Action action(String text) {
    int at = text.indexOf('@');
    String verb = at < 0 ? text : text.substring(0, at);
    try {
      long nth = at < 0 ? 0 : Long.parseLong(text.substring(at + 1));
      if (verb.startsWith("pause=")) {
        long millis = Long.parseLong(verb.substring("pause=".length()));
        return new Action(Kind.PAUSE, millis, nth, NOWHERE);
      }
      if (verb.startsWith("hold=")) {
        return new Action(Kind.HOLD, 0, nth, Path.of(verb.substring("hold=".length())));
      }
      return switch (verb) {
        case "halt" -> new Action(Kind.HALT, 0, nth, NOWHERE);
        case "throw" -> new Action(Kind.THROW, 0, nth, NOWHERE);
        case "count" -> new Action(Kind.COUNT, 0, nth, NOWHERE);
        default ->
            throw new IllegalArgumentException(
                "failpoint plan: no action '"
                    + verb
                    + "'; halt, pause=MILLIS, hold=FILE, throw or"
                    + " count");
      };
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("failpoint plan: '" + text + "' has a bad number", e);
    }
  }
}
