package io.cairn.api;

/**
 * Timers by the clock of the machine, of the key whose record or timer is being processed. They
 * belong to the keyed state: each checkpoint holds those that have not fired, and one that is due
 * at a restart fires soon after it. Of the task's thread only.
 */
public interface Timers {

  /** The most timers that a task may have at the same time. */
  int MAX_PER_TASK = 1_000_000;

  /**
   * Has {@link KeyedOperator#onTimer} called once for the current key at this time or soon after;
   * setting the same time again changes nothing.
   *
   * @param atMillis milliseconds since 1970; a past time is due at once
   * @throws IllegalStateException if the task has {@link #MAX_PER_TASK} timers already
   */
  void set(long atMillis);

  /** Takes back a timer of the current key; nothing if it has fired or was not set. */
  void cancel(long atMillis);
}
