package io.cairn.agent.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairn.api.Job;
import io.cairn.api.JobArguments;
import io.cairn.api.JobDefinition;
import io.cairn.api.KeyedContext;
import io.cairn.api.KeyedOperator;
import io.cairn.api.Output;
import io.cairn.api.Poll;
import io.cairn.api.Serializers;
import io.cairn.api.Source;
import io.cairn.api.TaskContext;
import io.cairn.api.ValueState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Says how fast a keyed count is here; asserts only that nothing is lost. */
class KeyedCountSpeedTest {
  private static final long RECORDS = 500_000;
  private static final long KEYS = 100_000;

  @TempDir Path directory;

  @Test
  void countsEachRecordOnce() throws Exception {
    AtomicLong counted = new AtomicLong();
    Job count =
        (job, arguments) ->
            job.source("numbers", 1, Numbers::new, Serializers.longs())
                .keyBy(number -> number % KEYS, Serializers.longs())
                .process("count", 1, () -> new Count(counted), Serializers.longs());
    JobDefinition job = JobDefinition.of(count, JobArguments.none());
    try (LoopbackAgents agents = new LoopbackAgents(directory, 1);
        LoopbackAgents.Running running = agents.deploy(job, 1, 0, Map.of())) {
      Duration cpu = cpu();
      long start = System.nanoTime();
      running.start().awaitEnd(1);
      running.checkpoint(1, true);
      long millis = (System.nanoTime() - start) / 1_000_000;
      System.out.printf(
          "keyed count: %d records/s, %d ns of CPU per record in all threads%n",
          RECORDS * 1000 / Math.max(1, millis), cpu().minus(cpu).toNanos() / RECORDS);
      assertEquals(RECORDS, counted.get());
    }
  }

  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static final class Numbers implements Source<Long> {
    private long next;

    @Override
    public void open(TaskContext context) {}

    @Override
    public Poll poll(Output<Long> out) throws Exception {
      for (int i = 0; i < 100 && next < RECORDS; i++) {
        out.emit(next++);
      }
      return next < RECORDS ? Poll.more() : Poll.end();
    }

    @Override
    public byte[] snapshot() {
      return new byte[0];
    }
  }

  private static final class Count implements KeyedOperator<Long, Long, Long> {
    private final AtomicLong counted;
    private ValueState<Long> count;

    Count(AtomicLong counted) {
      this.counted = counted;
    }

    @Override
    public void open(KeyedContext context) {
      count = context.value("count", Serializers.longs());
    }

    @Override
    public void process(Long key, Long record, Output<Long> out) {
      count.put(count.getOr(0L) + 1);
      counted.incrementAndGet();
    }
  }
}
