package io.cairn.agent.runtime;

import java.io.DataInput;

/** The user code of a task that has input, as the runtime drives it. Of the task's thread. */
interface InputCode {

  /** Called once, before all else. */
  void open() throws Exception;

  /** All channels are connected; records will come. */
  void running();

  /** Reads one record that came over this edge, and processes it. */
  void record(int edge, DataInput in) throws Exception;

  /** When the next timer is due, in milliseconds since 1970; {@link Long#MAX_VALUE}: never. */
  default long timerAtMillis() {
    return Long.MAX_VALUE;
  }

  /** Fires some of the timers that are due by now. */
  default void fireTimers(long nowMillis) throws Exception {}

  /** The end of the input, once in the life of the job. */
  void endOfInput() throws Exception;

  /** Puts what is not keyed state into the task state, before a snapshot. */
  void prepare(long checkpointId) throws Exception;

  /** A checkpoint is COMPLETED. May be called again with the same. */
  void completed(long checkpointId) throws Exception;

  void close() throws Exception;
}
