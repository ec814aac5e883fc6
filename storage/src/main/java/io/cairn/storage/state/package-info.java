/**
 * One task's state: keyed values, lists and maps on RocksDB, and small named blobs.
 *
 * <p>The only package here that knows RocksDB. It must not know tasks, jobs or checkpoints; a
 * snapshot of it is a list of files, or one with rows in it. Begin reading at {@link
 * io.cairn.storage.state.KeyedStateStore}.
 */
@NullMarked
package io.cairn.storage.state;

import org.jspecify.annotations.NullMarked;
