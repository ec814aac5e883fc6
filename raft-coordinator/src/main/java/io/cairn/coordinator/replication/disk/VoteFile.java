package io.cairn.coordinator.replication.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The file with a replica's term and vote: {@code CRNVOTE1}, term (8 bytes), the peer voted for in
 * ASCII, CRC32C of all that (4 bytes). Without it a replica could vote twice in one term.
 */
final class VoteFile {
  /** Before any term. */
  static final Vote NONE = new Vote(0, "");

  private static final byte[] MAGIC = "CRNVOTE1".getBytes(StandardCharsets.US_ASCII);
  private static final int FIXED_BYTES = MAGIC.length + Long.BYTES + Integer.BYTES;

  /** A host name has 255 characters at most; the rest is the port. */
  private static final int MAX_PEER_BYTES = 300;

  private VoteFile() {}

  /**
   * What is in it.
   *
   * @param term the newest that this replica has seen; 0 before any
   * @param votedFor the peer that has its vote in that term; empty when none has
   */
  record Vote(long term, String votedFor) {}

  /** Replaces it; durable when this returns. */
  static void write(Path file, Vote vote) throws IOException {
    byte[] peer = vote.votedFor().getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes = ByteBuffer.allocate(FIXED_BYTES + peer.length);
    bytes.put(MAGIC).putLong(vote.term()).put(peer);
    bytes.putInt(DurableFiles.crc(bytes.array(), 0, bytes.position()));
    DurableFiles.replace(file, bytes.array());
  }

  /**
   * Reads it.
   *
   * @throws DamageException when it is not what was written
   */
  static Vote read(Path file) throws DamageException, IOException {
    long size = Files.size(file);
    if (size < FIXED_BYTES || size > FIXED_BYTES + MAX_PEER_BYTES) {
      throw damaged(file, "has " + size + " bytes");
    }
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length - Integer.BYTES;
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte[] magic = new byte[MAGIC.length];
    in.get(magic);
    long term = in.getLong();
    byte[] peer = new byte[end - in.position()];
    in.get(peer);
    if (in.getInt() != DurableFiles.crc(bytes, 0, end)) {
      throw damaged(file, "has another checksum than its content");
    }
    if (!Arrays.equals(magic, MAGIC)) {
      throw damaged(file, "is of another format");
    }
    String votedFor = new String(peer, StandardCharsets.US_ASCII);
    if (term < 0 || !Arrays.equals(peer, votedFor.getBytes(StandardCharsets.US_ASCII))) {
      throw damaged(file, "has term " + term + ", or a vote that is no address");
    }
    return new Vote(term, votedFor);
  }

  private static DamageException damaged(Path file, String how) {
    return new DamageException("the file " + file + " (term and vote) is damaged: it " + how);
  }
}
