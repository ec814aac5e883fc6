/**
 * Snapshots of one task's state: listed on the local disk, uploaded in segments, restored.
 *
 * <p>Knows files, blocks and checksums; must not know RocksDB, tasks or checkpoints' states.
 * Nothing here trusts what it reads: each file format has a magic and a CRC32C over all of it.
 * Begin reading at {@link io.cairn.storage.snapshot.SegmentUploader}.
 */
@NullMarked
package io.cairn.storage.snapshot;

import org.jspecify.annotations.NullMarked;
