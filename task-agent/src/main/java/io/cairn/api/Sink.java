package io.cairn.api;

import java.util.List;
import java.util.Optional;

/**
 * Writes records to the outside exactly once, by transactions in two phases.
 *
 * <p>At each barrier the sink <em>prepares</em>: it makes durable, but not yet visible, what was
 * written since the last one, and describes it in some octets, which the checkpoint keeps. When
 * that checkpoint or a later one of the same attempt is complete, each transaction prepared until
 * then is <em>committed</em>. All methods are called by one thread, in this order: {@code open},
 * {@code restore}, then {@code write}, {@code prepare} and {@code commit} in any order, {@code
 * close}.
 *
 * @param <T> the record type
 */
public interface Sink<T> {

  void open(TaskContext context) throws Exception;

  /**
   * Called once after {@code open}, at the first start too: commits what {@code prepared} names and
   * rolls back everything else that <em>older</em> attempts left prepared: this instance's, and
   * when the parallelism has changed, that of each instance which it {@link TaskContext#standsFor}.
   * Each named transaction may have been committed already.
   *
   * @param prepared what the restored checkpoint names, oldest first; empty at the first start
   */
  void restore(List<byte[]> prepared) throws Exception;

  void write(T record) throws Exception;

  /**
   * Ends the current transaction: once this returns it must survive a crash of process and machine,
   * and nobody may see it.
   *
   * @param checkpointId the checkpoint whose barrier came; grows from call to call
   * @return what {@link #commit} needs; empty if there is nothing to commit
   */
  Optional<byte[]> prepare(long checkpointId) throws Exception;

  /** Makes a prepared transaction visible. May be called again for one that is visible already. */
  void commit(byte[] transaction) throws Exception;

  /** Releases what is open. What is not prepared may be dropped; never commits. */
  default void close() throws Exception {}
}
