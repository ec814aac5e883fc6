package io.cairn.storage.blob;

/**
 * An entry of a directory.
 *
 * @param path relative to the root of the store
 * @param length in bytes; 0 for a directory
 */
public record BlobInfo(String path, long length, boolean directory) {

  /** The last part of the path. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
