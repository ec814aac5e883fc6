/**
 * Blob stores: files written once, published without replacing, listed and deleted.
 *
 * <p>{@code HadoopBlobStore} is the only class of Cairn that knows Hadoop. This package must not
 * know what the blobs hold. Begin reading at {@link io.cairn.storage.blob.BlobStore}.
 */
@NullMarked
package io.cairn.storage.blob;

import org.jspecify.annotations.NullMarked;
