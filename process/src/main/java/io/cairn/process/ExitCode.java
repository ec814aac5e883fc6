package io.cairn.process;

/** Exit codes of every Cairn process. */
public final class ExitCode {
  /** Everything that was asked for has been done. */
  public static final int OK = 0;

  /** What was asked for failed; one line on standard error says why. */
  public static final int FAILED = 1;

  /** The command line, the configuration or an input is wrong; nothing was started. */
  public static final int USAGE = 2;

  /** An invariant is broken and the process halted at once ({@code EX_SOFTWARE}). */
  public static final int INTERNAL_FAULT = 70;

  /** A failpoint halted the process, as a kill would have. */
  public static final int FAILPOINT = 71;

  /** The process was fenced: a newer incarnation of it is registered. */
  public static final int FENCED = 72;

  /** The parent process, which this one was told to watch, is gone. */
  public static final int PARENT_GONE = 73;

  /** The disk of the Raft log failed or is full; a restart works once it is well again. */
  public static final int DISK_FAILED = 74;

  /** What a replica once wrote is missing or altered: it must be rebuilt, a restart is no cure. */
  public static final int DATA_DAMAGED = 75;

  /** The coordinator was removed from its cluster; a restart is no cure. */
  public static final int REMOVED = 76;

  /** It is not known who asks, or they may not ask this ({@code EX_NOPERM}). */
  public static final int NOT_PERMITTED = 77;

  private ExitCode() {}
}
