package io.cairn.storage.snapshot;

import io.cairn.storage.blob.BlobOutput;
import io.cairn.storage.blob.BlobStore;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries once to write a group's segment. Any number of threads, one per group.
 *
 * <p>Afterwards either the segment is durable and the group complete, or it failed and the file is
 * removed, as well as it can be.
 */
final class SegmentWriter {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentWriter.class);

  private final BlobStore store;
  private final UploadQueue queue;
  private final BandwidthLimit limit;
  private final StoredIndexes indexes;

  SegmentWriter(BlobStore store, UploadQueue queue, BandwidthLimit limit) {
    this.store = store;
    this.queue = queue;
    this.limit = limit;
    this.indexes = new StoredIndexes(store);
  }

  /** A member could not be read locally; the others are not to blame. */
  record MemberFailure(UploadMember member, IOException cause) {}

  /**
   * Writes the segment under a new name.
   *
   * @return null if the group is complete; otherwise the member that failed alone
   * @throws CancellationException if the group was cancelled
   * @throws IOException if the blob store failed
   */
  @Nullable MemberFailure write(SegmentGroup group) throws IOException {
    String path = group.key().newSegmentPath();
    String blobPath = group.key().jobRoot() + "/" + path;
    group.pause(0);
    queue.accept(group);
    try {
      BlobOutput out = store.create(blobPath);
      List<MemberUpload> uploads = new ArrayList<>();
      try {
        MemberFailure failure = writeMembers(group, path, out, uploads);
        if (failure != null) {
          out.abort();
          return failure;
        }
      } catch (IOException | RuntimeException e) {
        out.abort();
        throw e;
      }
      closeAndComplete(group, blobPath, out, uploads);
      return null;
    } finally {
      queue.stopAccepting(group);
    }
  }

  private @Nullable MemberFailure writeMembers(
      SegmentGroup group, String path, BlobOutput out, List<MemberUpload> uploads)
      throws IOException {
    SegmentOutput segment = new SegmentOutput(out, bytes -> group.pause(limit.reserve(bytes)));
    Deque<UploadMember> next = new ArrayDeque<>(group.members());
    while (!next.isEmpty()) {
      UploadMember member = next.remove();
      try {
        MemberWriter writer =
            new MemberWriter(member.request(), baseIndex(member.request()), path, segment);
        if (segment.position() + writer.totalBytes() > SegmentUploader.MAX_GROUP_BYTES) {
          if (!uploads.isEmpty()) {
            next.addFirst(member);
            putBackAll(group, next);
            break;
          }
          queue.stopAccepting(group);
        }
        uploads.add(upload(member.request(), path, segment, writer));
      } catch (LocalReadException e) {
        return new MemberFailure(member, e.failure());
      }
      UploadMember joined = next.isEmpty() ? queue.joinNext(group) : null;
      if (joined != null) {
        next.add(joined);
      }
    }
    segment.finish();
    return null;
  }

  private void putBackAll(SegmentGroup group, Deque<UploadMember> members) {
    while (!members.isEmpty()) {
      queue.putBack(group, members.removeLast());
    }
  }

  private void closeAndComplete(
      SegmentGroup group, String blobPath, BlobOutput out, List<MemberUpload> uploads)
      throws IOException {
    try {
      out.close();
    } catch (IOException e) {
      removeQuietly(blobPath);
      throw e;
    }
    for (MemberUpload upload : uploads) {
      indexes.remember(group.key().jobRoot(), upload.result(), upload.index());
    }
    // COMMIT POINT: the segment is durable, its snapshots may be referred to from here on.
    if (!group.complete(uploads.stream().map(MemberUpload::result).toList())) {
      removeQuietly(blobPath);
      throw new CancellationException("upload of " + group.key() + " was cancelled");
    }
  }

  private record MemberUpload(StoredSnapshot result, SnapshotIndex index) {}

  private static MemberUpload upload(
      UploadRequest request, String path, SegmentOutput segment, MemberWriter writer)
      throws IOException {
    SnapshotIndex index = writer.writeBlocks();
    byte[] encoded = index.encode();
    if (encoded.length > StoredSnapshot.MAX_INDEX_BYTES) {
      throw new LocalReadException(
          new IOException(
              request.task()
                  + ": the snapshot has too many files: its index has "
                  + encoded.length
                  + " bytes, at most "
                  + StoredSnapshot.MAX_INDEX_BYTES));
    }
    var entry = segment.append(SegmentFormat.Kind.INDEX, encoded, encoded.length);
    TreeSet<String> segments = index.segments();
    segments.add(path);
    StoredSnapshot result =
        new StoredSnapshot(
            path,
            entry.offset(),
            entry.length(),
            entry.crc32c(),
            List.copyOf(segments),
            request.local().stateBytes(),
            writer.writtenBytes() + encoded.length,
            Bytes.EMPTY);
    return new MemberUpload(result, index);
  }

  /** The index of the base; none when there is no base or it turns out to be damaged. */
  private @Nullable SnapshotIndex baseIndex(UploadRequest request) throws IOException {
    StoredSnapshot base = request.base();
    if (base == null || base.isInline()) {
      return null;
    }
    try {
      return indexes.get(request.jobRoot(), base, request.task());
    } catch (CorruptSnapshotException e) {
      // A full upload is right in any case, and does not depend on the damaged file.
      LOG.atWarn()
          .addKeyValue("checkpoint", request.checkpointId())
          .addKeyValue("task", request.task())
          .log("checkpoint {} is uploaded in full: {}", request.checkpointId(), e.getMessage());
      return null;
    }
  }

  private void removeQuietly(String blobPath) {
    try {
      store.delete(blobPath);
    } catch (IOException e) {
      LOG.warn("could not remove {}, left as an orphan: {}", blobPath, e.toString());
    }
  }
}
