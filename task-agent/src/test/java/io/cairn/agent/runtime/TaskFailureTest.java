package io.cairn.agent.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.agent.Stacks;
import io.cairn.api.Job;
import io.cairn.api.JobArguments;
import io.cairn.api.JobDefinition;
import io.cairn.api.Operator;
import io.cairn.api.Output;
import io.cairn.api.Poll;
import io.cairn.api.Serializers;
import io.cairn.api.Source;
import io.cairn.api.TaskContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskFailureTest {
  @TempDir Path directory;

  @Test
  void userCodeThatThrowsFailsItsTaskByNameAndNotTheProcess() throws Exception {
    JobDefinition job =
        define(
            (record, out) -> {
              if (record == 1_000) {
                throw new LinkageError("bad jar");
              }
            });
    try (LoopbackAgents agents = new LoopbackAgents(directory, 2);
        LoopbackAgents.Running running = agents.deploy(job, 1, 0, Map.of()).start()) {
      TaskFailure failure = running.recorder().awaitFailure();
      assertEquals(1, failure.task());
      assertFalse(failure.consequence());
      assertTrue(
          failure.reason().startsWith("job-7/work/0: java.lang.LinkageError: bad jar"),
          failure.reason());
    }
  }

  @Test
  void tasksStopAtOnceAlsoWhileTheyWaitForCreditAndSwallowInterrupts() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    JobDefinition job =
        define(
            (record, out) -> {
              entered.countDown();
              try {
                never.await();
              } catch (InterruptedException e) {
                return; // Swallowed on purpose.
              }
            });
    try (LoopbackAgents agents = new LoopbackAgents(directory, 2);
        LoopbackAgents.Running running = agents.deploy(job, 1, 0, Map.of()).start()) {
      assertTrue(entered.await(20, TimeUnit.SECONDS));
      assertEquals(2, running.runtimes().size());
    }
  }

  /** Beside it the source may be found, which waits for it to take more records. */
  private static Optional<Thread> ignoring(AttemptRuntime runtime) {
    return runtime.deaf(200).stream()
        .filter(thread -> Stacks.inFull(thread).contains("ignoreInterruptsUntil"))
        .findFirst();
  }

  @Test
  void userCodeThatIgnoresEverythingIsFoundWithItsStackAndStaysAliveUntilItReturns()
      throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    JobDefinition job =
        define(
            (record, out) -> {
              entered.countDown();
              ignoreInterruptsUntil(released);
            });
    try (LoopbackAgents agents = new LoopbackAgents(directory, 1);
        LoopbackAgents.Running running = agents.deploy(job, 1, 0, Map.of()).start()) {
      assertTrue(entered.await(20, TimeUnit.SECONDS));
      AttemptRuntime runtime = running.runtimes().get(0);
      runtime.settled(3, List.of());
      running.recorder().await("a task that does not react", () -> ignoring(runtime).isPresent());
      Thread deaf = ignoring(runtime).orElseThrow();

      assertFalse(runtime.stop(Duration.ofMillis(300)), "it has not ended");
      assertEquals(List.of(deaf), runtime.alive());
      assertTrue(Stacks.inShort(deaf).length() > 0);
      released.countDown();
      deaf.join(20_000);
      assertEquals(List.of(), runtime.alive());
      assertEquals("", Stacks.inShort(deaf), "a dead thread is nowhere");
    }
  }

  private static void ignoreInterruptsUntil(CountDownLatch released) {
    while (released.getCount() > 0) {
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.onSpinWait(); // Swallowed on purpose.
      }
    }
  }

  @Test
  void aDrainingJobEndsWithEverythingThatWasEmitted() throws Exception {
    SequenceJob.Outside outside = new SequenceJob.Outside();
    JobDefinition job = JobDefinition.of(new SequenceJob(5, outside), JobArguments.none());
    try (LoopbackAgents agents = new LoopbackAgents(directory, 2);
        LoopbackAgents.Running running = agents.deploy(job, 1, 0, Map.of()).start()) {
      running.checkpoint(1, false);
      running.runtimes().forEach(AttemptRuntime::drain);
      running.awaitEnd(3);
      running.checkpoint(2, true);
      int sink = job.graph().firstTask(job.graph().indexOf("out"));
      Recorder recorder = running.recorder();
      recorder.await(
          "commits", () -> recorder.committed(sink) == 2 && recorder.committed(sink + 1) == 2);
      List<String> all = outside.all();
      assertEquals(
          all.stream().filter(record -> record.startsWith("direct")).count() + 3L * 16,
          all.stream().filter(record -> record.startsWith("passed")).count());
    }
  }

  @Test
  void aTaskThatCannotTakeItsSnapshotDeclinesAndGoesOn() throws Exception {
    Job large =
        (builder, arguments) ->
            builder
                .source("numbers", 1, () -> new Numbers(100_000), Serializers.longs())
                .process("work", 1, () -> (record, out) -> {}, Serializers.longs());
    JobDefinition job = JobDefinition.of(large, JobArguments.none());
    try (LoopbackAgents agents = new LoopbackAgents(directory, 2);
        LoopbackAgents.Running running = agents.deploy(job, 1, 0, Map.of()).start()) {
      running.checkpoint(1, false);
      // A file where the directory of one snapshot should be.
      Files.createFile(directory.resolve("snapshots-1").resolve("task-0").resolve("chk-2"));
      running.runtimes().forEach(runtime -> runtime.settled(1, List.of(2L)));
      running.runtimes().forEach(runtime -> runtime.trigger(new Barrier(2, false)));
      Recorder recorder = running.recorder();
      int others = job.graph().tasks() - 1;
      recorder.await(
          "one decline and the others' snapshots",
          () -> recorder.declined(2) == 1 && recorder.snapshots(2).size() == others);
      running.runtimes().forEach(runtime -> runtime.settled(2, List.of()));
      assertEquals(job.graph().tasks(), running.checkpoint(3, false).size());
    }
  }

  @Test
  void aTaskThatIsStoppedInItsLocalStageDeclinesNothing() throws Exception {
    CountDownLatch inSnapshot = new CountDownLatch(1);
    Job job =
        (builder, arguments) ->
            builder
                .source("numbers", 1, () -> new Stopped(inSnapshot), Serializers.longs())
                .process("work", 1, () -> (record, out) -> {}, Serializers.longs());
    Recorder recorder;
    try (LoopbackAgents agents = new LoopbackAgents(directory, 1);
        LoopbackAgents.Running running =
            agents.deploy(JobDefinition.of(job, JobArguments.none()), 1, 0, Map.of()).start()) {
      recorder = running.recorder();
      running.runtimes().forEach(runtime -> runtime.trigger(new Barrier(1, false)));
      assertTrue(inSnapshot.await(20, TimeUnit.SECONDS));
    }
    assertEquals(0, recorder.declined(1), "the checkpoint may still complete without this attempt");
    assertEquals(Map.of(), recorder.snapshots(1));
  }

  private static JobDefinition define(Operator<Long, Long> work) {
    Job job =
        (builder, arguments) ->
            builder
                .source("numbers", 1, () -> new Numbers(0), Serializers.longs())
                .process("work", 1, () -> work, Serializers.longs());
    return JobDefinition.of(job, JobArguments.none());
  }

  /** Counts without end. */
  private static final class Numbers implements Source<Long> {
    private final int stateBytes;
    private long next;

    Numbers(int stateBytes) {
      this.stateBytes = stateBytes;
    }

    @Override
    public void open(TaskContext context) {}

    @Override
    public Poll poll(Output<Long> out) throws Exception {
      out.emit(next++);
      return Poll.more();
    }

    @Override
    public byte[] snapshot() {
      return new byte[stateBytes];
    }
  }

  /** Is stopped while it says its position: the interrupt closes the files of its snapshot. */
  private static final class Stopped implements Source<Long> {
    private final CountDownLatch inSnapshot;

    Stopped(CountDownLatch inSnapshot) {
      this.inSnapshot = inSnapshot;
    }

    @Override
    public void open(TaskContext context) {}

    @Override
    public Poll poll(Output<Long> out) {
      return Poll.idleNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }

    @Override
    public byte[] snapshot() {
      inSnapshot.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return new byte[0];
    }
  }
}
