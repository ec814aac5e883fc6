/**
 * Storage: keyed state, snapshots of it, and the blob stores that snapshots go to.
 *
 * <p>Knows nothing else of Cairn: no protocol, no coordinator, no task. The arrows inside are
 * {@code state -> snapshot -> blob}. Begin reading at {@link io.cairn.storage.blob.BlobStore}.
 */
@NullMarked
package io.cairn.storage;

import org.jspecify.annotations.NullMarked;
