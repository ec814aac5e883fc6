package io.cairn.coordinator.replication;

import io.cairn.coordinator.replication.ReplicaStartException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Ownership of a data directory: two replicas on one log would destroy it. The kernel gives the
 * lock up when the process ends, however it ends.
 */
public final class DirectoryLock implements AutoCloseable {
  private static final String FILE = "LOCK";

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Makes the directory if need be, and takes it.
   *
   * @throws ReplicaStartException when another process has it, or it cannot be written
   */
  public static DirectoryLock take(Path directory) throws ReplicaStartException {
    FileChannel channel;
    try {
      Files.createDirectories(directory);
      channel =
          FileChannel.open(
              directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new ReplicaStartException(
          Reason.STORAGE, directory + " cannot be written: " + e.getMessage(), e);
    }
    boolean taken = false;
    try {
      // Held by the channel: closing it gives the lock up.
      FileLock lock = channel.tryLock();
      taken = lock != null;
    } catch (OverlappingFileLockException e) {
      taken = false; // another replica in this very process
    } catch (IOException e) {
      throw new ReplicaStartException(
          Reason.STORAGE, directory + " cannot be locked: " + e.getMessage(), e);
    } finally {
      if (!taken) {
        closeQuietly(channel);
      }
    }
    if (!taken) {
      throw new ReplicaStartException(
          Reason.DIRECTORY_IN_USE,
          directory + " is in use by another process; stop that one, or name another directory");
    }
    return new DirectoryLock(channel);
  }

  @Override
  public void close() {
    closeQuietly(channel);
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
