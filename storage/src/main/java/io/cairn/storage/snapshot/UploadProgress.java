package io.cairn.storage.snapshot;

/** Told of an upload's progress, on the uploader's thread: it must return at once. */
@FunctionalInterface
public interface UploadProgress {

  /** Listens to nothing. */
  UploadProgress NONE = (uploaded, total) -> {};

  /**
   * Some bytes were given to the blob store; they are durable only when the upload completes. After
   * a failed try the count begins again at 0.
   *
   * @param uploadedBytes of this snapshot in the present try
   * @param totalBytes that have to be uploaded for this snapshot
   */
  void uploaded(long uploadedBytes, long totalBytes);
}
