package io.cairn.agent.snapshot;

import com.google.protobuf.ByteString;
import io.cairn.protocol.v1.SnapshotHandle;
import io.cairn.storage.snapshot.Bytes;
import io.cairn.storage.snapshot.StoredSnapshot;

/** Translates handles between the wire and the storage. Pure. */
public final class SnapshotHandles {

  private SnapshotHandles() {}

  /** The handle as it goes into an ack. */
  public static SnapshotHandle toWire(StoredSnapshot stored) {
    return SnapshotHandle.newBuilder()
        .setSegment(stored.segment())
        .setIndexOffset(stored.indexOffset())
        .setIndexLength(stored.indexLength())
        .setIndexCrc32C(stored.indexCrc32c())
        .addAllSegments(stored.segments())
        .setStateBytes(stored.stateBytes())
        .setInline(ByteString.copyFrom(stored.inline().toByteArray()))
        .build();
  }

  /**
   * The snapshot that a handle names; how much was uploaded for it is not known any more.
   *
   * @throws IllegalArgumentException if it is no handle that an agent could have written
   */
  public static StoredSnapshot fromWire(SnapshotHandle handle) {
    return new StoredSnapshot(
        handle.getSegment(),
        handle.getIndexOffset(),
        handle.getIndexLength(),
        handle.getIndexCrc32C(),
        handle.getSegmentsList(),
        handle.getStateBytes(),
        0,
        Bytes.copyOf(handle.getInline().toByteArray()));
  }
}
