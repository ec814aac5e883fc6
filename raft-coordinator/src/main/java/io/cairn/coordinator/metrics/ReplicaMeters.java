package io.cairn.coordinator.metrics;

import io.cairn.coordinator.checkpoint.LeaderTerm;
import io.cairn.coordinator.replication.Leadership;
import io.cairn.coordinator.replication.ReplicaGroup;
import io.cairn.coordinator.replication.ReplicaStatus;
import io.cairn.coordinator.replication.ReplicatedState;
import io.cairn.process.metrics.Metrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Figures of one replica: what it knows of the leadership, how far its log is, what it takes on the
 * disk. Read when somebody asks for a page, under the page's lock.
 */
public final class ReplicaMeters {
  /** The files are looked at once in so long: a page may be asked for often. */
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final ReplicatedState replica;
  private final ReplicaGroup group;
  private final Path directory;
  private ReplicaStatus status = new ReplicaStatus(0, 0, 0, 0, List.of());
  private Leadership leadership = Leadership.unknown(0);
  private ReplicaDisk disk = ReplicaDisk.EMPTY;
  private long lookedAtNanos = System.nanoTime() - LOOK_NANOS;

  private ReplicaMeters(ReplicatedState replica, ReplicaGroup group, Path directory) {
    this.replica = replica;
    this.group = group;
    this.directory = directory;
  }

  /**
   * Registers them.
   *
   * @param directory of the replica's log and snapshots
   */
  public static void register(
      Metrics metrics, ReplicatedState replica, ReplicaGroup group, Path directory) {
    ReplicaMeters meters = new ReplicaMeters(replica, group, directory);
    metrics.source(meters::look);
    meters.registerIn(metrics.registry());
  }

  private void look() {
    status = group.status();
    leadership = replica.leadership();
    long now = System.nanoTime();
    if (now - lookedAtNanos >= LOOK_NANOS) {
      lookedAtNanos = now;
      disk = ReplicaDisk.of(directory);
    }
  }

  private void registerIn(MeterRegistry registry) {
    gauge(registry, "term", "Newest Raft term that this replica knows", m -> m.status.term());
    gauge(registry, "leading", "1 while this replica leads", m -> m.leadership.isReady() ? 1 : 0);
    gauge(
        registry,
        "led",
        "1 while this replica knows a leader",
        m -> m.leadership.leaderId().isPresent() ? 1 : 0);
    gauge(registry, "voters", "Replicas that vote", m -> m.status.voters().size());
    gauge(registry, "last.index", "Last entry of this log", m -> m.status.lastLogIndex());
    gauge(registry, "applied.index", "Last entry applied here", m -> m.status.appliedIndex());
    gauge(
        registry,
        "apply.lag",
        "Entries of this log that are not applied yet, committed or not",
        m -> Math.max(0, m.status.lastLogIndex() - m.status.appliedIndex()));
    bytes(registry, "log.size", "The Raft log on the disk", m -> m.disk.logBytes());
    gauge(registry, "snapshot.index", "Index of the newest snapshot", m -> m.disk.snapshotIndex());
    bytes(registry, "snapshot.size", "The newest snapshot", m -> m.disk.snapshotBytes());
    gauge(
        registry,
        "snapshot.timestamp",
        "When the newest snapshot was written, in milliseconds since 1970",
        m -> m.disk.snapshotMillis());
    FunctionCounter.builder("cairn.raft.leader.changes", replica, ReplicaMeters::changes)
        .description("How often a leader began, as the log tells")
        .register(registry);
  }

  private static double changes(ReplicatedState replica) {
    LeaderTerm last = replica.state().members().lastLeader();
    return last == null ? 0 : last.number();
  }

  private void gauge(
      MeterRegistry registry, String name, String what, ToDoubleFunction<ReplicaMeters> value) {
    Gauge.builder("cairn.raft." + name, this, value)
        .description(what)
        .strongReference(true)
        .register(registry);
  }

  private void bytes(
      MeterRegistry registry, String name, String what, ToDoubleFunction<ReplicaMeters> value) {
    Gauge.builder("cairn.raft." + name, this, value)
        .description(what)
        .baseUnit("bytes")
        .strongReference(true)
        .register(registry);
  }
}
