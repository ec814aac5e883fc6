package io.cairn.process.logging;

/**
 * What a line is about, for programs: given to SLF4J as key and value, or as MDC where all that a
 * thread says is about the same. Plain lines do not show them; they say it in words.
 */
public final class LogFields {
  /** A job's number. */
  public static final String JOB = "job";

  /** A checkpoint's id within its job. */
  public static final String CHECKPOINT = "checkpoint";

  /** A task, as {@code operator/instance}. */
  public static final String TASK = "task";

  /** A Raft term. */
  public static final String TERM = "term";

  private LogFields() {}
}
