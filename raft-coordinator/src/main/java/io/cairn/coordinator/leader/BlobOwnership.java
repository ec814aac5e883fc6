package io.cairn.coordinator.leader;

import io.cairn.storage.blob.BlobInput;
import io.cairn.storage.blob.BlobOutput;
import io.cairn.storage.blob.BlobStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.UUID;

/**
 * The file that says which cluster a blob store's root belongs to.
 *
 * <p>Two clusters that were configured with the same root would delete each other's checkpoints;
 * hence it is read again before each finalising and each deletion. Thread-safe; blocks on the
 * store.
 */
public final class BlobOwnership {
  /** Relative to the root; holds the cluster id in ASCII. */
  public static final String PATH = "_owner";

  private static final int MAX_BYTES = 256;

  private final BlobStore store;

  public BlobOwnership(BlobStore store) {
    this.store = store;
  }

  /**
   * Claims the root when nobody has, and checks that it is this cluster's.
   *
   * @throws ForeignStoreException when it is another's
   * @throws IOException when that cannot be told now
   */
  public void check(String clusterId) throws IOException {
    String owner = read();
    if (owner.isEmpty()) {
      claim(clusterId);
      owner = read();
    }
    if (!owner.equals(clusterId)) {
      throw new ForeignStoreException(owner, clusterId);
    }
  }

  private String read() throws IOException {
    try (BlobInput in = store.open(PATH)) {
      byte[] bytes = new byte[(int) Math.min(MAX_BYTES, in.length())];
      in.readFully(0, bytes, 0, bytes.length);
      String owner = new String(bytes, StandardCharsets.US_ASCII);
      if (owner.isEmpty()) {
        throw new IOException("the blob store's " + PATH + " is empty; who owns it is unknown");
      }
      return owner;
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /** Written aside and published without replacing, so that it is never seen in part. */
  private void claim(String clusterId) throws IOException {
    String aside = PATH + "-" + UUID.randomUUID();
    BlobOutput out = store.create(aside);
    try {
      out.write(clusterId.getBytes(StandardCharsets.US_ASCII));
      out.close();
    } catch (IOException e) {
      out.abort();
      throw e;
    }
    try {
      store.publish(aside, PATH);
    } catch (FileAlreadyExistsException e) {
      store.delete(aside); // another was faster; the caller reads who
    }
  }
}
