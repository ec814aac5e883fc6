package io.cairn.agent.app;

import io.cairn.agent.snapshot.Directories;
import io.cairn.process.history.HistoryWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The agent's data directory, held by this process alone until closed:
 *
 * <pre>
 * lock            locked while a process uses the directory
 * identity        the cluster's id and the coordinators' addresses
 * history.jsonl   the event history
 * jars/           code of jobs, by SHA-256
 * snapshots/      local snapshots and their journal
 * work/           state of running tasks; worthless without their process
 * </pre>
 */
final class AgentDirectory implements AutoCloseable {

  private final Path root;
  private final FileChannel channel;
  private final FileLock lock;

  private AgentDirectory(Path root, FileChannel channel, FileLock lock) {
    this.root = root;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the directory, making it when needed, and clears the working state of an earlier process.
   *
   * @throws IOException when another process has it, or it cannot be written
   */
  static AgentDirectory take(Path root) throws IOException {
    Files.createDirectories(root);
    FileChannel channel =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        AgentDirectory directory = new AgentDirectory(root, channel, lock);
        Directories.delete(directory.work());
        Files.createDirectories(directory.work());
        Files.createDirectories(directory.jars());
        return directory;
      }
    } catch (OverlappingFileLockException e) {
      // Another agent in this very process: the answer is the same.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new IOException(
        root + " is in use by another agent process; stop that one, or name another directory");
  }

  Path identity() {
    return root.resolve("identity");
  }

  Path history() {
    return root.resolve(HistoryWriter.FILE_NAME);
  }

  Path jars() {
    return root.resolve("jars");
  }

  Path snapshots() {
    return root.resolve("snapshots");
  }

  Path work() {
    return root.resolve("work");
  }

  /** Lets another process take it. */
  @Override
  public void close() throws IOException {
    lock.close();
    channel.close();
  }
}
