package io.cairn.process.failpoint;

import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The failpoints. {@link #reached} is a no-op (one volatile read) unless the process was started
 * with {@code -Dcairn.failpoints=PLAN} or a test armed a plan; see {@link FailpointPlan} for its
 * form.
 */
public enum Failpoint {
  /** Agent: a task took its barrier or its sources' offsets; nothing is snapshotted yet. */
  AFTER_BARRIER,
  /** Agent: the local snapshot is durable, LOCAL is not reported yet. */
  AFTER_LOCAL,
  /** Agent: before the first byte of a segment is written to the blob store. */
  BEFORE_UPLOAD,
  /** Agent: half of the bytes of a snapshot, or more, are given to the blob store. */
  DURING_UPLOAD,
  /** Agent: the segment is durable in the blob store, the ack is not queued yet. */
  AFTER_UPLOAD,
  /** Agent: the ack is about to be sent. */
  BEFORE_ACK,
  /** Agent: a prepared transaction is about to be committed. */
  BEFORE_SINK_COMMIT,
  /** Agent: a transaction is committed, the commit is not reported yet. */
  AFTER_SINK_COMMIT,
  /** Agent: a task's state is restored, the task does not run yet. */
  AFTER_RESTORE,
  /** Coordinator: a report was received, nothing is proposed yet. */
  BEFORE_PROPOSE,
  /** Coordinator: an entry that moves a checkpoint is about to go to the log. */
  BEFORE_APPEND,
  /** Coordinator: such an entry is committed, its leader has not applied it yet. */
  AFTER_COMMIT,
  /** Coordinator: a report is committed and applied, the agent is not told yet. */
  BEFORE_CONFIRM,
  /** Coordinator: COMMITTING is applied, the pending metadata is not written yet. */
  BEFORE_PENDING,
  /** Coordinator: the pending metadata is durable, the log does not know it yet. */
  BETWEEN_PENDING_AND_COMMIT,
  /** Coordinator: COMPLETED is applied, the pending metadata is not renamed yet. */
  AFTER_COMPLETED_BEFORE_RENAME,
  /** Coordinator: the metadata is renamed, nothing has followed from it yet. */
  AFTER_RENAME,
  /** Coordinator: some of the files condemned together are deleted. */
  DURING_DELETION,
  /** Coordinator: a replication snapshot is being written. */
  DURING_REPLICA_SNAPSHOT;

  private static volatile Optional<FailpointPlan> plan =
      Optional.ofNullable(System.getProperty(FailpointPlan.PROPERTY)).map(FailpointPlan::parse);

  /** Marks the place. Thread-safe. Returns at once unless a plan names this failpoint. */
  public void reached() {
    Optional<FailpointPlan> now = plan;
    if (now.isPresent()) {
      now.get().reached(this);
    }
  }

  /** Marks a place that counts only if so; asked only while a plan is armed. */
  public void reachedIf(BooleanSupplier counts) {
    if (plan.isPresent() && counts.getAsBoolean()) {
      reached();
    }
  }

  /** How often the place was reached since a plan was armed; 0 without a plan. */
  public long hits() {
    return plan.map(p -> p.hits(this)).orElse(0L);
  }

  /** Arms a plan in this process, in place of any other. For tests and the simulator. */
  public static void arm(FailpointPlan next) {
    plan = Optional.of(next);
  }

  /** Makes every failpoint a no-op again and releases who waits in one. */
  public static void disarm() {
    plan.ifPresent(FailpointPlan::release);
    plan = Optional.empty();
  }

  /** The name in plans, documents and histories: {@code after-local}. */
  public String kebab() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
