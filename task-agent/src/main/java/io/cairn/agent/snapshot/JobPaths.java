package io.cairn.agent.snapshot;

/** Where things lie in the blob store. Pure. */
public final class JobPaths {

  private JobPaths() {}

  /** The root of a job's files; paths in handles are relative to it. */
  public static String root(long jobId) {
    return "jobs/" + jobId;
  }

  /** A job's code. */
  public static String jar(String sha256) {
    return "jars/" + sha256 + ".jar";
  }
}
