/**
 * {@code bin/bench storage}: uploads, restores and the local stage, on a real HDFS, beside Hadoop's
 * own shell and the raw disk.
 *
 * <p>Begin reading at {@link io.cairn.benchmarks.storage.StorageCommand}.
 */
@NullMarked
package io.cairn.benchmarks.storage;

import org.jspecify.annotations.NullMarked;
