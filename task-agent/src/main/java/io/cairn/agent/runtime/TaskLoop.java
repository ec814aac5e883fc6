package io.cairn.agent.runtime;

/** What a task does while it runs. Of the task's thread. */
interface TaskLoop {

  /** Opens the user code, with restored state. */
  void open() throws Exception;

  /** Runs until interrupted; all channels are connected. */
  void run() throws Exception;

  /** Closes the user code; called even if {@link #open} failed half-way. */
  void close() throws Exception;
}
