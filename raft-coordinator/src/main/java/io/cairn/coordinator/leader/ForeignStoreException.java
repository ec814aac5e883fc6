package io.cairn.coordinator.leader;

import java.io.IOException;

/** The blob store's root belongs to another cluster: nothing there may be finalised or deleted. */
public final class ForeignStoreException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Names both clusters and what to do. */
  public ForeignStoreException(String owner, String clusterId) {
    super(
        "the blob store's root belongs to cluster '"
            + owner
            + "' (file "
            + BlobOwnership.PATH
            + "), this is cluster '"
            + clusterId
            + "': nothing is finalised or deleted there; give this cluster a root of its own");
  }
}
