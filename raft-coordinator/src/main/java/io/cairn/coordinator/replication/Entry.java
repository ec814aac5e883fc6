package io.cairn.coordinator.replication;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Status;
import io.cairn.coordinator.checkpoint.Batch;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A batch of proposals on its way through the log. jraft hands it back as the entry's closure:
 * either the state machine calls {@link #applied}, or jraft calls {@link #run} with an error.
 */
final class Entry implements Closure {
  private final Proposer proposer;
  private final Term term;
  private final List<Proposal> proposals;
  private final long elapsedMillis;
  private final int bytes;
  private final Optional<Batch> acks;
  private final AtomicBoolean ended = new AtomicBoolean();

  Entry(Proposer proposer, Term term, List<Proposal> proposals, Batch batch, int bytes) {
    this.proposer = proposer;
    this.term = term;
    this.proposals = proposals;
    this.elapsedMillis = batch.elapsedMillis();
    this.bytes = bytes;
    this.acks = isAcks(batch) ? Optional.of(batch) : Optional.empty();
  }

  Term term() {
    return term;
  }

  List<Proposal> proposals() {
    return proposals;
  }

  long elapsedMillis() {
    return elapsedMillis;
  }

  int bytes() {
    return bytes;
  }

  /**
   * The batch, when all of it is acks: then its bytes say exactly the same and need not be read
   * again. Texts of people might come back changed from UTF-8, so others are read as the followers
   * read them.
   */
  Optional<Batch> acks() {
    return acks;
  }

  private static boolean isAcks(Batch batch) {
    for (Event event : batch.events()) {
      if (!(event instanceof Event.CheckpointComplete)) {
        return false;
      }
    }
    return !batch.events().isEmpty();
  }

  /** Whether this is the first entry of its term, which makes the leader ready. */
  boolean isOpening() {
    return proposals.get(0).opening();
  }

  /** On the apply thread, after the listeners were told. */
  void applied(List<Outcome> outcomes) {
    if (ended.compareAndSet(false, true)) {
      proposer.onApplied(this, outcomes);
    }
  }

  /** By jraft, on any thread, when the entry was refused or leadership was lost. */
  @Override
  public void run(Status status) {
    if (!status.isOk() && ended.compareAndSet(false, true)) {
      proposer.onFailed(this, status);
    }
  }
}
