package io.cairn.coordinator.checkpoint;

/**
 * Length and checksum of a COMPLETED checkpoint's metadata file.
 *
 * @param length in bytes; 0 when it has none
 * @param crc32c of all but its last 4 bytes, which are this very checksum
 */
public record MetadataStamp(long length, int crc32c) {
  /** Not COMPLETED. */
  public static final MetadataStamp NONE = new MetadataStamp(0, 0);
}
