package io.cairn.storage.snapshot;

import java.util.concurrent.CompletableFuture;

/** A request that waits or is being uploaded, and what its caller waits for. */
record UploadMember(UploadRequest request, CompletableFuture<StoredSnapshot> future) {

  SegmentKey key() {
    return request.segmentKey();
  }

  void cancel() {
    future.cancel(false);
  }
}
