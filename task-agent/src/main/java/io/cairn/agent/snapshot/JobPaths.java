package io.cairn.agent.snapshot;

import io.cairn.protocol.v1.RunningCheckpoint;

/** Where things lie in the blob store. Pure. */
public final class JobPaths {

  private JobPaths() {}

  /** The root of a job's files; paths in handles are relative to it. */
  public static String root(long jobId) {
    return "jobs/" + jobId;
  }

  /** What the paths in the handles of a checkpoint are relative to. */
  public static String root(long jobId, RunningCheckpoint checkpoint) {
    String savepoint = checkpoint.getSavepoint();
    return savepoint.isEmpty() ? root(jobId) : root(jobId) + "/" + savepoint;
  }

  /** A job's code. */
  public static String jar(String sha256) {
    return "jars/" + sha256 + ".jar";
  }
}
