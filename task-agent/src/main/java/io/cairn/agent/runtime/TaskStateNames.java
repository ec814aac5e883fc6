package io.cairn.agent.runtime;

/** The names of what the runtime keeps in a task's unkeyed state. Part of the snapshot's format. */
final class TaskStateNames {
  /** What the user code's {@code snapshot()} returned. */
  static final String USER = "user";

  /** A list, shared out when the parallelism changes: a split source's parts of its position. */
  static final String SPLITS = "splits";

  /** Present if the end of input is behind this snapshot: sources stay silent after a restore. */
  static final String ENDED = "ended";

  /** A sink's prepared transactions; see {@link PreparedTransactions}. */
  static final String TRANSACTIONS = "transactions";

  private TaskStateNames() {}
}
