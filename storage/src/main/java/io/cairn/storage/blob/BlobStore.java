package io.cairn.storage.blob;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/**
 * Files below one root that are written once and never overwritten.
 *
 * <p>Paths are relative to the root and {@code /}-separated; see {@link BlobPath} for what is
 * allowed. A path that is not allowed is an {@link IllegalArgumentException}, so nothing can leave
 * the root. Directories need not be made and have no meaning beyond {@link #list}.
 *
 * <p>Thread rule: a store may be used by any number of threads; a {@link BlobOutput} belongs to one
 * thread at a time. Every method may block for as long as the file system's timeouts allow.
 *
 * <p>Errors: unless a method says more, an {@link IOException} lets the caller conclude nothing:
 * the action may have happened or not.
 */
public interface BlobStore extends AutoCloseable {

  /**
   * Creates a file for writing. Readers may see it before it is closed.
   *
   * @throws FileAlreadyExistsException if the path exists; it is left as it was
   */
  BlobOutput create(String path) throws IOException;

  /**
   * Opens a file for reading.
   *
   * @throws NoSuchFileException if there is no such file
   */
  BlobInput open(String path) throws IOException;

  /** Whether a file or a directory is at the path. */
  boolean exists(String path) throws IOException;

  /**
   * Renames a file atomically and durably, and never replaces one.
   *
   * @throws FileAlreadyExistsException if {@code to} exists; nothing was changed
   * @throws NoSuchFileException if {@code from} is missing; nothing was changed
   */
  void publish(String from, String to) throws IOException;

  /**
   * Deletes a file.
   *
   * @return false if there was none
   * @throws IOException also if the path is a directory
   */
  boolean delete(String path) throws IOException;

  /**
   * Deletes a file or a directory with all that is in it. The root itself cannot be deleted.
   *
   * @return false if there was nothing
   */
  boolean deleteTree(String path) throws IOException;

  /**
   * The files and directories directly in a directory, sorted by path; empty when it is missing.
   *
   * @param directory a path, or the empty string for the root
   */
  List<BlobInfo> list(String directory) throws IOException;

  /** Lets go of connections. Open files of this store fail from then on. */
  @Override
  void close() throws IOException;
}
