package io.cairn.storage.snapshot;

/**
 * How a segment looks, version 1; all numbers big-endian:
 *
 * <pre>
 * "CRNSEG01"                                             8 bytes
 * entry*    kind (1), length (4), CRC32C (4), content    kind 0: a block of a file, 1: an index
 * footer    sealed with "CRNFOOT1": count (4), then kind (1), content offset (8), length (4),
 *           CRC32C (4) of each entry
 * trailer   footer offset (8), footer length (4), CRC32C of these 12 bytes (4), "CRNSEGND" (8)
 * </pre>
 *
 * <p>Restoring needs only the handles and the indexes; header, footer and trailer let a tool check
 * a segment alone.
 */
final class SegmentFormat {

  /** Longest block: 1 MiB, what a worker holds in memory. */
  static final int MAX_BLOCK_BYTES = 1 << 20;

  static final String MAGIC = "CRNSEG01";
  static final String FOOTER_MAGIC = "CRNFOOT1";
  static final String END_MAGIC = "CRNSEGND";

  static final int HEADER_BYTES = 8;
  static final int ENTRY_HEADER_BYTES = 1 + 4 + 4;
  static final int FOOTER_ENTRY_BYTES = 1 + 8 + 4 + 4;
  static final int TRAILER_BYTES = 8 + 4 + 4 + 8;

  private SegmentFormat() {}

  /** What an entry holds; the ordinal is not in the format, the code is. */
  enum Kind {
    BLOCK(0),
    INDEX(1);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static Kind of(int code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalArgumentException("unknown kind of segment entry " + code);
    }
  }

  /**
   * An entry as the footer lists it.
   *
   * @param offset of the content, after the entry's header
   */
  record Entry(Kind kind, long offset, int length, int crc32c) {
    Entry {
      int max = kind == Kind.BLOCK ? MAX_BLOCK_BYTES : StoredSnapshot.MAX_INDEX_BYTES;
      if (offset < HEADER_BYTES + ENTRY_HEADER_BYTES || length < 1 || length > max) {
        throw new IllegalArgumentException("entry at " + offset + " of length " + length);
      }
    }
  }
}
