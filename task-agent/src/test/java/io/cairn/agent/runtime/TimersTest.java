package io.cairn.agent.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.api.JobArguments;
import io.cairn.api.JobDefinition;
import io.cairn.api.KeyedContext;
import io.cairn.api.KeyedOperator;
import io.cairn.api.Output;
import io.cairn.api.Serializers;
import io.cairn.api.Timers;
import io.cairn.api.ValueState;
import io.cairn.api.generator.GeneratorSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimersTest {
  private static final int KEYS = 300;
  private static final long DELAY_MILLIS = 1_500;

  @TempDir Path directory;

  @Test
  void eachTimerFiresOnceThoughTheTaskIsRestoredAndNotIfItWasTakenBack() throws Exception {
    Map<Long, Long> fired = new ConcurrentHashMap<>();
    Set<Long> seen = ConcurrentHashMap.newKeySet();
    JobDefinition job =
        JobDefinition.of(
            (builder, arguments) ->
                builder
                    .source(
                        "keys",
                        1,
                        () -> new GeneratorSource<Long>(n -> n % KEYS, 2 * KEYS, 0),
                        Serializers.longs())
                    .keyBy(key -> key, Serializers.longs())
                    .process("alarms", 2, () -> new Alarm(seen, fired), Serializers.longs()),
            JobArguments.none());
    try (LoopbackAgents agents = new LoopbackAgents(directory, 1)) {
      Map<Integer, TaskSnapshot> taken;
      try (LoopbackAgents.Running first = agents.deploy(job, 1, 0, Map.of()).start()) {
        first.awaitEnd(1);
        awaitSize(seen, KEYS);
        taken = first.checkpoint(1, false);
      }
      try (LoopbackAgents.Running second = agents.deploy(job, 2, 1, taken).start()) {
        awaitSize(fired.keySet(), KEYS);
        assertEquals(3, second.checkpoint(2, false).size());
      }
    }
    assertEquals(Set.of(1L), Set.copyOf(fired.values()), "as the state says, each once");
  }

  private static void awaitSize(Set<Long> set, int size) {
    long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (set.size() < size) {
      assertTrue(System.nanoTime() - until < 0, set.size() + " of " + size);
      Thread.onSpinWait();
    }
  }

  /**
   * Sets two timers of which it takes one back, at the second record of a third of the keys both.
   */
  private static final class Alarm implements KeyedOperator<Long, Long, Long> {
    private final Set<Long> seen;
    private final Map<Long, Long> fired;
    private Timers timers;
    private ValueState<Long> at;
    private ValueState<Long> count;

    Alarm(Set<Long> seen, Map<Long, Long> fired) {
      this.seen = seen;
      this.fired = fired;
    }

    @Override
    public void open(KeyedContext context) {
      timers = context.timers();
      at = context.value("at", Serializers.longs());
      count = context.value("count", Serializers.longs());
    }

    @Override
    public void process(Long key, Long record, Output<Long> out) {
      if (at.get() == null) {
        long time = System.currentTimeMillis() + DELAY_MILLIS;
        timers.set(time);
        timers.set(time);
        timers.set(time + 1);
        timers.cancel(time + 1);
        at.put(time);
      }
      seen.add(key);
    }

    @Override
    public void onTimer(Long key, long atMillis, Output<Long> out) {
      assertTrue(atMillis <= System.currentTimeMillis());
      long now = count.getOr(0L) + 1;
      count.put(now);
      fired.merge(key, now, Math::max);
    }
  }
}
