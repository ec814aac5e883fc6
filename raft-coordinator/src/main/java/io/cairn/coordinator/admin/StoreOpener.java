package io.cairn.coordinator.admin;

import io.cairn.storage.blob.BlobStore;
import java.io.IOException;
import java.net.URI;

/** Opens blob stores beside the cluster's own, with the same client settings. Any thread. */
@FunctionalInterface
public interface StoreOpener {
  /**
   * Opens a store; the caller closes it.
   *
   * @throws IOException if it cannot be opened
   * @throws IllegalArgumentException if the URI makes no sense
   */
  BlobStore open(URI root) throws IOException;
}
