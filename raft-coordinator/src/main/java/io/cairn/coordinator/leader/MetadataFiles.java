package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.MetadataStamp;
import io.cairn.coordinator.codec.MetadataCodec;
import io.cairn.storage.blob.BlobInput;
import io.cairn.storage.blob.BlobOutput;
import io.cairn.storage.blob.BlobStore;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The blob store's side of a checkpoint's end: pending metadata, its publication, and deletion.
 *
 * <p>Every method may be repeated at any time by any leader with the same arguments: the bytes are
 * a pure function of replicated state, and what is deleted was condemned in the log for good.
 * Methods block on the store; thread-safe.
 */
public final class MetadataFiles {
  /**
   * A rival that keeps removing what we write is another leader; the action is tried again later.
   */
  private static final int WRITE_ATTEMPTS = 3;

  private final BlobStore store;

  public MetadataFiles(BlobStore store) {
    this.store = store;
  }

  /**
   * Makes `_metadata.pending` hold exactly these bytes, durably.
   *
   * <p>A file that differs is what a crashed writer left: it is deleted and written again. That is
   * safe as long as nothing reads it before the log names its length and checksum.
   */
  public void writePending(String checkpointDirectory, byte[] bytes) throws IOException {
    String path = StorePaths.pending(checkpointDirectory);
    for (int attempt = 0; attempt < WRITE_ATTEMPTS; attempt++) {
      try {
        write(path, bytes);
        return;
      } catch (FileAlreadyExistsException e) {
        if (holds(path, bytes)) {
          return;
        }
        store.delete(path);
      }
    }
    throw new IOException(path + " was there again after " + WRITE_ATTEMPTS + " deletions");
  }

  /**
   * Makes `_metadata` exist with the length and checksum that the log has, by renaming the pending
   * file. When the pending file was lost or damaged it is written again first.
   *
   * @param again gives the bytes to write again
   * @throws IOException also when `_metadata` exists with other bytes; it is left as it is
   */
  public void publish(String checkpointDirectory, MetadataStamp stamp, Supplier<byte[]> again)
      throws IOException {
    String pending = StorePaths.pending(checkpointDirectory);
    String metadata = StorePaths.metadata(checkpointDirectory);
    if (!store.exists(metadata)) {
      if (!matches(pending, stamp)) {
        byte[] bytes = again.get();
        if (!stamp.equals(MetadataCodec.stampOf(bytes))) {
          throw new IOException(
              pending + " is lost, and cannot be written again as the log has it");
        }
        writePending(checkpointDirectory, bytes);
      }
      try {
        // COMMIT POINT: from here on a restore may read this checkpoint.
        store.publish(pending, metadata);
        return;
      } catch (FileAlreadyExistsException | NoSuchFileException e) {
        // Another leader has published it in the meantime, or is about to; looked at below.
      }
    }
    if (!matches(metadata, stamp)) {
      throw new IOException(
          metadata
              + " does not hold what the log says; it is left as it is for a person to look at");
    }
  }

  /**
   * Deletes a checkpoint's directory, its `_metadata` first: what is half deleted never restores.
   */
  public void deleteCheckpoint(String checkpointDirectory) throws IOException {
    store.delete(StorePaths.metadata(checkpointDirectory));
    store.deleteTree(checkpointDirectory);
  }

  /** Deletes files; those that are gone already are fine. */
  public void deleteAll(List<String> paths) throws IOException {
    for (String path : paths) {
      store.delete(path);
    }
  }

  private void write(String path, byte[] bytes) throws IOException {
    BlobOutput out = store.create(path);
    try {
      out.write(bytes, 0, bytes.length);
      out.close();
    } catch (IOException e) {
      out.abort();
      throw e;
    }
  }

  private boolean holds(String path, byte[] bytes) throws IOException {
    byte[] found = read(path, bytes.length);
    return found != null && Arrays.equals(found, bytes);
  }

  private boolean matches(String path, MetadataStamp stamp) throws IOException {
    byte[] found = read(path, stamp.length());
    // The log's checksum is of all but the file's own copy of it.
    return found != null
        && stamp.equals(MetadataCodec.stampOf(found))
        && MetadataCodec.endsWithItsChecksum(found);
  }

  /** The file, or null when it is missing or of another length. */
  private byte @Nullable [] read(String path, long length) throws IOException {
    try (BlobInput in = store.open(path)) {
      if (in.length() != length) {
        return null;
      }
      byte[] bytes = new byte[Math.toIntExact(length)];
      in.readFully(0, bytes, 0, bytes.length);
      return bytes;
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
