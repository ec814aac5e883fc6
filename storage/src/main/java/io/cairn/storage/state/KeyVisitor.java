package io.cairn.storage.state;

/** Visits keys; see {@link KeyedStateStore#forEachKey}. */
@FunctionalInterface
public interface KeyVisitor {

  /**
   * Called with the current key set to this one.
   *
   * @param key the serialized key
   */
  void visit(byte[] key, int keyGroup);
}
