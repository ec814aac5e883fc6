package io.cairn.coordinator.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.error.RaftError;
import io.cairn.coordinator.checkpoint.Attempt;
import io.cairn.coordinator.checkpoint.Batch;
import io.cairn.coordinator.checkpoint.Bytes;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.Outcome;
import io.cairn.coordinator.checkpoint.SegmentPath;
import io.cairn.coordinator.checkpoint.SnapshotHandle;
import io.cairn.coordinator.checkpoint.SnapshotStats;
import io.cairn.coordinator.codec.LogCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProposerTest {
  private static final Term TERM = new Term(3);
  private static final Event EVENT = new Event.Bootstrap("x");

  private record Appended(Batch batch, Entry entry) {
    void succeed() {
      entry.applied(Collections.nCopies(batch.events().size(), new Outcome.Accepted(0)));
    }
  }

  private final AtomicLong nanos = new AtomicLong(1_000_000_000L);
  private final BlockingQueue<Appended> log = new LinkedBlockingQueue<>();
  private final List<String> faults = new ArrayList<>();
  private final Proposer proposer =
      new Proposer(
          (data, entry) -> log.add(new Appended(LogCodec.decode(bytes(data)), entry)),
          Runnable::run,
          (what, cause) -> faults.add(what),
          nanos::get,
          () -> 1);
  private final Thread thread = new Thread(proposer);

  @BeforeEach
  void start() {
    thread.start();
  }

  @AfterEach
  void stop() throws Exception {
    proposer.stop();
    thread.join();
    assertEquals(List.of(), faults);
  }

  private Appended next() throws Exception {
    Appended next = log.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was appended");
    }
    return next;
  }

  private static byte[] bytes(ByteBuffer data) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    return bytes;
  }

  private void proposeOne() {
    CompletableFuture<List<Outcome>> unused = proposer.propose(TERM, List.of(EVENT));
  }

  private void lead() throws Exception {
    proposer.begin(TERM, List.of());
    Appended opening = next();
    assertTrue(opening.entry().isOpening());
    assertTrue(proposer.ready(TERM));
    opening.succeed();
  }

  private void passMillis(long millis) {
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void takes_nothing_before_the_opening_entry_of_its_term_is_applied() throws Exception {
    proposer.begin(TERM, List.of());
    Appended opening = next();
    assertThrows(NotLeaderException.class, () -> Await.get(proposer.propose(TERM, List.of(EVENT))));
    opening.succeed();
    assertTrue(proposer.ready(TERM));
    assertFalse(proposer.ready(TERM.next()));
    assertThrows(
        NotLeaderException.class, () -> Await.get(proposer.propose(TERM.next(), List.of(EVENT))));
    CompletableFuture<List<Outcome>> answer = proposer.propose(TERM, List.of(EVENT));
    next().succeed();
    assertEquals(List.of(new Outcome.Accepted(0)), Await.get(answer));
  }

  @Test
  void what_queues_while_entries_are_in_flight_shares_the_next() throws Exception {
    lead();
    List<Appended> flying = new ArrayList<>();
    for (int i = 0; i < Proposer.MAX_ENTRIES_IN_FLIGHT; i++) {
      proposeOne();
      flying.add(next());
    }
    List<CompletableFuture<List<Outcome>>> waiting = new ArrayList<>();
    int more = 72;
    for (int i = 0; i < Proposer.MAX_EVENTS_PER_ENTRY + more; i++) {
      waiting.add(proposer.propose(TERM, List.of(EVENT)));
    }
    assertTrue(log.isEmpty());
    flying.get(0).succeed();
    Appended shared = next();
    assertEquals(Proposer.MAX_EVENTS_PER_ENTRY, shared.batch().events().size());
    shared.succeed();
    assertEquals(1, Await.get(waiting.get(Proposer.MAX_EVENTS_PER_ENTRY - 1)).size());
    assertEquals(more, next().batch().events().size());
  }

  @Test
  void large_proposals_do_not_all_share_an_entry() throws Exception {
    lead();
    List<Appended> flying = new ArrayList<>();
    for (int i = 0; i < Proposer.MAX_ENTRIES_IN_FLIGHT; i++) {
      proposeOne();
      flying.add(next());
    }
    List<SegmentPath> segments = new ArrayList<>();
    for (int i = 0; i < SnapshotHandle.MAX_SEGMENTS; i++) {
      segments.add(new SegmentPath("segments/1-1-a1-" + "x".repeat(100) + i));
    }
    SnapshotHandle handle =
        new SnapshotHandle(
            Optional.of(segments.get(0)), 0, 1, 1, segments, 1, Bytes.of(new byte[0]));
    int count = 200;
    for (int task = 0; task < count; task++) {
      Event ack =
          new Event.CheckpointComplete(
              new JobId(1), new Attempt(1), task, new CheckpointId(1), handle, SnapshotStats.NONE);
      assertFalse(proposer.propose(TERM, List.of(ack)).isDone());
    }
    flying.get(0).succeed();
    int taken = next().batch().events().size();
    assertTrue(taken > 1 && taken < count, taken + " share an entry");
    assertTrue((long) taken * segments.size() * 100 <= Proposer.MAX_BYTES_PER_ENTRY);
  }

  @Test
  void measures_from_readiness_and_keeps_what_a_refused_entry_had() throws Exception {
    proposer.begin(TERM, List.of());
    Appended opening = next();
    passMillis(60_000); // an election, or no quorum: nobody's budget
    assertTrue(proposer.ready(TERM));
    opening.succeed();
    passMillis(5);
    CompletableFuture<List<Outcome>> first = proposer.propose(TERM, List.of(EVENT));
    Appended refused = next();
    assertEquals(5, refused.batch().elapsedMillis());
    refused.entry().run(new Status(RaftError.EBUSY, "full"));
    assertThrows(CommandRejectedException.class, () -> Await.get(first));
    passMillis(20);
    proposeOne();
    assertEquals(25, next().batch().elapsedMillis());
  }

  @Test
  void tells_what_surely_did_not_happen_from_what_may_have() throws Exception {
    lead();
    CompletableFuture<List<Outcome>> lost = proposer.propose(TERM, List.of(EVENT));
    next().entry().run(new Status(RaftError.EPERM, "Leader stepped down"));
    assertThrows(OutcomeUnknownException.class, () -> Await.get(lost));
    CompletableFuture<List<Outcome>> refused = proposer.propose(TERM, List.of(EVENT));
    next().entry().run(new Status(RaftError.EPERM, "Is not leader."));
    assertThrows(NotLeaderException.class, () -> Await.get(refused));
  }

  @Test
  void what_is_queued_when_leadership_ends_did_not_happen() throws Exception {
    lead();
    for (int i = 0; i < Proposer.MAX_ENTRIES_IN_FLIGHT; i++) {
      proposeOne();
      next();
    }
    CompletableFuture<List<Outcome>> queued = proposer.propose(TERM, List.of(EVENT));
    proposer.end();
    assertThrows(NotLeaderException.class, () -> Await.get(queued));
  }

  @Test
  void a_busy_log_gets_the_opening_entry_again() throws Exception {
    proposer.begin(TERM, List.of(EVENT));
    Appended opening = next();
    opening.entry().run(new Status(RaftError.EBUSY, "full"));
    passMillis(50);
    Appended again = next();
    assertTrue(again.entry().isOpening());
    assertEquals(List.of(EVENT), again.batch().events());
  }
}
