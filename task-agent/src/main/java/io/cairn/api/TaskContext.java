package io.cairn.api;

import io.cairn.storage.blob.BlobStore;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What an instance of user code is told about itself when it opens. */
public interface TaskContext {

  /** The job's number in the cluster. */
  long jobId();

  /** Which deployment of the job this is: grows with each restart, names of files may carry it. */
  long attempt();

  String operatorId();

  /** Which of the parallel instances this is: {@code 0 <= instance < parallelism}. */
  int instance();

  int parallelism();

  /**
   * Whether this instance takes over what an instance of an older attempt has left outside. At the
   * same parallelism it is that of the same number; at any other each older one has one successor.
   */
  default boolean standsFor(int olderInstance) {
    return olderInstance % parallelism() == instance();
  }

  /** What was given when the job was submitted. */
  JobArguments arguments();

  /** The key groups that this task owns; all of them are spread over the operator's instances. */
  KeyGroupRange keyGroups();

  /**
   * What the last {@code snapshot()} of this instance returned in the checkpoint from which the job
   * was restored; empty when it starts from nothing.
   */
  Optional<byte[]> restored();

  /**
   * The parts of the position of a {@link SplitSource} that this instance goes on with; empty when
   * the job starts from nothing.
   */
  default Optional<List<byte[]>> restoredSplits() {
    return Optional.empty();
  }

  /**
   * Declares a list of the task's own, and gives what the restored checkpoint has of it. Call it in
   * {@code open}, once for each name. It works in sources, operators and sinks, beside what {@code
   * snapshot()} returns; that one cannot be shared out, so an operator that is to be rescaled keeps
   * its own state in lists.
   *
   * @param name stable over versions of the job: {@code [a-z0-9][a-z0-9_-]{0,63}}
   */
  default <V> TaskList<V> taskList(
      String name, Serializer<V> serializer, TaskList.Sharing sharing) {
    throw new UnsupportedOperationException("no lists are kept here, so not " + name + " either");
  }

  /**
   * Opens a file store with the agent's settings. The caller closes it.
   *
   * @param root for example {@code hdfs://host:8020/results} or {@code file:///tmp/results}
   * @throws IOException if it cannot be reached
   */
  BlobStore openBlobStore(URI root) throws IOException;
}
