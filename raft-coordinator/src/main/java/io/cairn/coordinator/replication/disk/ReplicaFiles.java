package io.cairn.coordinator.replication.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of one replica, and the order in which a new one gets them: first the {@linkplain
 * RebuildMark mark} of one that waits for a log, the {@linkplain VoteFile vote}, then the
 * {@linkplain LogWatermark watermark}, then the log. Therefore, whenever a later one is there
 * without an earlier one, somebody has removed the earlier one.
 *
 * @param directory belongs to this replica alone
 */
public record ReplicaFiles(Path directory) {
  /** The RocksDB that holds the Raft log. */
  public Path log() {
    return directory.resolve("log");
  }

  /** Up to where the log has been written. */
  public Path watermark() {
    return directory.resolve("log-watermark");
  }

  /** Term and vote. */
  public Path vote() {
    return directory.resolve("vote");
  }

  /** There while the replica may have forgotten its votes. */
  public Path rebuildMark() {
    return directory.resolve("rebuilding");
  }

  /** The snapshots of the state. */
  public Path snapshots() {
    return directory.resolve("snapshot");
  }

  /**
   * Gives a new replica its first files, and checks that an old one still has all of its own. To be
   * called by the directory's owner before anything else is opened.
   *
   * @param founds whether it begins with a configuration of its own; one that waits for a cluster's
   *     log may be in the place of one that is lost
   * @throws DamageException when a file is missing that must be there, or the vote is altered
   * @throws IOException when the disk cannot be read or written
   */
  public void prepare(boolean founds) throws DamageException, IOException {
    if (!Files.exists(vote())) {
      if (Files.exists(log()) || Files.exists(watermark()) || Files.exists(snapshots())) {
        throw new DamageException(
            "the file " + vote() + " (term and vote) is missing, but there is a log");
      }
      Files.createDirectories(directory);
      if (!founds) {
        DurableFiles.replace(rebuildMark(), new byte[0]);
      }
      VoteFile.write(vote(), VoteFile.NONE);
    }
    boolean hasVoted = VoteFile.read(vote()).term() > 0;
    if (!Files.exists(watermark())) {
      if (hasVoted || Files.exists(log()) || Files.exists(snapshots())) {
        throw new DamageException("the file " + watermark() + " (end of the log) is missing");
      }
      LogWatermark.create(watermark());
    }
    if (hasVoted && !Files.isDirectory(log())) {
      throw new DamageException("the Raft log " + log() + " is missing");
    }
  }
}
