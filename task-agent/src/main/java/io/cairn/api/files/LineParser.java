package io.cairn.api.files;

/**
 * Makes a record of a line. Called by the task's thread.
 *
 * @param <T> the record type
 */
@FunctionalInterface
public interface LineParser<T> {

  /**
   * Makes the record of one line.
   *
   * @param line without its line end, never empty
   * @throws Exception if the line is broken: its message says why, {@link BrokenLines} says what
   *     follows
   */
  T parse(String line) throws Exception;
}
