package io.cairn.agent.runtime;

/** The names of what the runtime keeps in a task's unkeyed state. Part of the snapshot's format. */
final class TaskStateNames {
  /** What the user code's {@code snapshot()} returned. */
  static final String USER = "user";

  /** A list, shared out when the parallelism changes: a split source's parts of its position. */
  static final String SPLITS = "splits";

  /** Before the name of each list of the task's own; it is shared out as the user code says. */
  static final String LIST = "list/";

  /** Present if the end of input is behind this snapshot: sources stay silent after a restore. */
  static final String ENDED = "ended";

  /**
   * A sink's prepared transactions in checkpoints of before they could be shared out: a blob. Read,
   * not written.
   */
  static final String TRANSACTIONS = "transactions";

  /**
   * A sink's prepared transactions: a list with one element per older instance, which all new ones
   * get; see {@link PreparedTransactions}.
   */
  static final String PREPARED = "prepared";

  private TaskStateNames() {}
}
