package io.cairn.agent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.protocol.v1.CheckpointComplete;
import io.cairn.protocol.v1.JobView;
import io.cairn.protocol.v1.RunningCheckpoint;
import io.cairn.protocol.v1.SinkCommitted;
import io.cairn.protocol.v1.TaskPhase;
import io.cairn.protocol.v1.TaskStatusUpdate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportOutboxTest {

  private final ReportOutbox outbox = new ReportOutbox();

  @Test
  void what_waits_goes_out_together_and_leaves_when_confirmed() {
    outbox.add(ack(1, 1, 5));
    outbox.add(ack(1, 2, 5));
    ReportOutbox.Batch batch = outbox.next().orElseThrow();
    List<Integer> tasks = ReceivedAcks.of(batch.message()).stream().map(a -> a.getTask()).toList();
    assertEquals(List.of(1, 2), tasks);
    assertTrue(outbox.next().isEmpty(), "nothing else waits");
    assertEquals(batch.reports(), outbox.confirmed(batch.message().getBatch()));
    assertEquals(0, outbox.size());
  }

  @Test
  void an_unconfirmed_report_is_offered_again_to_the_next_leader_in_the_same_order() {
    outbox.add(ack(1, 1, 5));
    ReportOutbox.Batch first = outbox.next().orElseThrow();
    outbox.add(ack(1, 2, 5));
    outbox.reconnected();
    ReportOutbox.Batch again = outbox.next().orElseThrow();
    assertEquals(List.of(ack(1, 1, 5), ack(1, 2, 5)), again.reports());
    assertTrue(again.message().getBatch() > first.message().getBatch());
  }

  @Test
  void at_most_four_batches_are_in_flight() {
    for (int i = 0; i < ReportOutbox.MAX_BATCHES_IN_FLIGHT; i++) {
      outbox.add(ack(1, i, 5));
      assertTrue(outbox.next().isPresent());
    }
    outbox.add(ack(1, 8, 5));
    outbox.add(ack(1, 9, 5));
    assertTrue(outbox.next().isEmpty());
    outbox.confirmed(1);
    assertEquals(2, outbox.next().orElseThrow().reports().size());
  }

  @Test
  void a_failure_does_not_overtake_an_ack_made_before_it() {
    outbox.add(ack(1, 1, 5));
    Report failed = status(1, 2, 0, TaskPhase.TASK_PHASE_FAILED);
    outbox.add(failed);
    assertEquals(List.of(ack(1, 1, 5)), outbox.next().orElseThrow().reports());
    assertEquals(List.of(failed), outbox.next().orElseThrow().reports());
  }

  @Test
  void a_view_makes_void_what_nobody_needs() {
    outbox.add(ack(1, 1, 5));
    outbox.add(ack(1, 1, 6));
    outbox.add(ack(2, 1, 5));
    outbox.add(status(1, 1, 7, TaskPhase.TASK_PHASE_LOCAL));
    outbox.add(new Report.Commit(SinkCommitted.newBuilder().setJobId(1).setAttempt(1).build()));
    outbox.drop(
        JobView.newBuilder()
            .setJobId(1)
            .setAttempt(1)
            .setSettledCheckpoint(5)
            .addRunning(RunningCheckpoint.newBuilder().setCheckpointId(6))
            .addRunning(RunningCheckpoint.newBuilder().setCheckpointId(7).setAcksWanted(true))
            .build());
    assertEquals(3, outbox.size(), "left: job 2, checkpoint 7 and the commit");
    outbox.drop(JobView.newBuilder().setJobId(1).setAttempt(2).build());
    assertEquals(1, outbox.size());
    outbox.drop(JobView.newBuilder().setJobId(2).setEnded(true).build());
    assertEquals(0, outbox.size());
  }

  @Test
  void it_is_bounded() {
    for (int i = 0; i < ReportOutbox.MAX_REPORTS; i++) {
      assertTrue(outbox.add(ack(1, 1, 5)));
    }
    assertFalse(outbox.add(ack(1, 1, 5)));
  }

  /**
   * Walks over adding, sending, confirming and losing leaders. The log of the coordinators is a
   * set; a leader confirms what it has logged, or dies before it could.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void no_confirmed_report_is_sent_again_and_no_unconfirmed_one_is_lost(long seed) {
    Random random = new Random(seed);
    Set<Report> confirmed = new HashSet<>();
    Set<Report> logged = new HashSet<>();
    List<Report> made = new ArrayList<>();
    Deque<ReportOutbox.Batch> atLeader = new ArrayDeque<>();
    Deque<Long> confirmationsUnderWay = new ArrayDeque<>();
    for (int step = 0; step < 20_000; step++) {
      switch (random.nextInt(6)) {
        case 0, 1 -> {
          Report report = ack(1, made.size(), 5);
          made.add(report);
          outbox.add(report);
        }
        case 2, 3 -> {
          Optional<ReportOutbox.Batch> batch = outbox.next();
          batch.ifPresent(atLeader::add);
          batch.ifPresent(
              b -> b.reports().forEach(r -> assertFalse(confirmed.contains(r), "seed " + seed)));
        }
        case 4 -> {
          if (!atLeader.isEmpty()) {
            ReportOutbox.Batch batch = atLeader.remove();
            logged.addAll(batch.reports());
            confirmationsUnderWay.add(batch.message().getBatch());
          }
        }
        default -> {
          if (random.nextInt(20) == 0) {
            atLeader.clear();
            confirmationsUnderWay.clear();
            outbox.reconnected();
          } else if (!confirmationsUnderWay.isEmpty()) {
            List<Report> done = outbox.confirmed(confirmationsUnderWay.remove());
            assertTrue(logged.containsAll(done), "seed " + seed + " step " + step);
            confirmed.addAll(done);
          }
        }
      }
      assertEquals(made.size(), confirmed.size() + outbox.size(), "seed " + seed);
    }
    outbox.reconnected();
    for (Optional<ReportOutbox.Batch> b = outbox.next(); b.isPresent(); b = outbox.next()) {
      confirmed.addAll(outbox.confirmed(b.get().message().getBatch()));
    }
    assertEquals(Set.copyOf(made), confirmed, "seed " + seed);
  }

  private static Report ack(long job, int task, long checkpoint) {
    return new Report.Ack(
        CheckpointComplete.newBuilder()
            .setJobId(job)
            .setAttempt(1)
            .setTask(task)
            .setCheckpointId(checkpoint)
            .build());
  }

  private static Report status(long job, int task, long checkpoint, TaskPhase phase) {
    return new Report.Status(
        TaskStatusUpdate.newBuilder()
            .setJobId(job)
            .setAttempt(1)
            .setTask(task)
            .setCheckpointId(checkpoint)
            .setPhase(phase)
            .build());
  }
}
