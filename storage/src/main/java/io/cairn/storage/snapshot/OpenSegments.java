package io.cairn.storage.snapshot;

import io.cairn.storage.blob.BlobInput;
import io.cairn.storage.blob.BlobStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The segments that one restore reads, each opened once. Any thread. Bounded by the segments of one
 * handle; an open segment holds no connection while nobody reads it.
 */
final class OpenSegments implements AutoCloseable {

  private final BlobStore store;
  private final String jobRoot;
  private final Map<String, BlobInput> open = new HashMap<>();

  OpenSegments(BlobStore store, String jobRoot) {
    this.store = store;
    this.jobRoot = jobRoot;
  }

  /** The segment's path in the blob store. */
  String path(String segment) {
    return jobRoot + "/" + segment;
  }

  synchronized BlobInput get(String segment) throws IOException {
    BlobInput input = open.get(segment);
    if (input == null) {
      input = store.open(path(segment));
      open.put(segment, input);
    }
    return input;
  }

  @Override
  public synchronized void close() throws IOException {
    for (BlobInput input : open.values()) {
      input.close();
    }
    open.clear();
  }
}
