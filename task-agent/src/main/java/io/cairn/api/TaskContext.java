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
   * Opens a file store with the agent's settings. The caller closes it.
   *
   * @param root for example {@code hdfs://host:8020/results} or {@code file:///tmp/results}
   * @throws IOException if it cannot be reached
   */
  BlobStore openBlobStore(URI root) throws IOException;
}
