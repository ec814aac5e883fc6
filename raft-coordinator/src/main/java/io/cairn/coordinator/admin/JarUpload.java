package io.cairn.coordinator.admin;

import io.cairn.storage.blob.BlobOutput;
import io.cairn.storage.blob.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;

/**
 * Stores a job's jar under the hash of its content, so that the same one is stored once and no file
 * is ever seen half written. Any coordinator may do it: the blob store is shared. Blocks.
 */
final class JarUpload {
  private static final int BUFFER_BYTES = 1 << 16;

  private final BlobStore blobs;

  JarUpload(BlobStore blobs) {
    this.blobs = blobs;
  }

  Reply store(InputStream body) throws IOException {
    return Reply.ok(Map.of("sha256", put(body)));
  }

  /** Stores a jar and answers the hash of its content. */
  String put(InputStream body) throws IOException {
    String temporary = "jars/uploading/" + UUID.randomUUID();
    String sha256 = copy(body, temporary);
    try {
      // COMMIT POINT: from here on a job may name this jar.
      blobs.publish(temporary, "jars/" + sha256 + ".jar");
    } catch (FileAlreadyExistsException sameContent) {
      blobs.delete(temporary);
    }
    return sha256;
  }

  private String copy(InputStream body, String path) throws IOException {
    MessageDigest digest = sha256();
    BlobOutput out = blobs.create(path);
    boolean whole = false;
    try {
      InputStream in = new DigestInputStream(body, digest);
      byte[] buffer = new byte[BUFFER_BYTES];
      long total = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        total += n;
        if (total > Limits.MAX_JAR_BYTES) {
          throw ProblemException.of(
              413, "too-large", "a jar has at most " + Limits.MAX_JAR_BYTES + " bytes");
        }
        out.write(buffer, 0, n);
      }
      if (total == 0) {
        throw ProblemException.of(400, "malformed", "the body is empty; it should be a jar");
      }
      out.close();
      whole = true;
    } finally {
      if (!whole) {
        out.abort();
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
