package io.cairn.api;

/**
 * Where an operator puts its records. Of the task's thread only.
 *
 * @param <T> the record type; records are serialized at once and may be reused
 */
public interface Output<T> {

  /**
   * Passes one record on. Waits while the receivers are slower.
   *
   * @throws Exception if the record cannot be serialized or the channel has failed; let it pass
   */
  void emit(T record) throws Exception;
}
