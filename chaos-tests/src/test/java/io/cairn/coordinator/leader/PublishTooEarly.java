package io.cairn.coordinator.leader;

import io.cairn.storage.blob.BlobStore;
import java.io.IOException;
import net.bytebuddy.asm.Advice;

/** A bug to plant: metadata is published before the log has decided. */
public final class PublishTooEarly {
  private PublishTooEarly() {}

  /** After {@code MetadataFiles.writePending}. */
  @Advice.OnMethodExit
  public static void exit(
      @Advice.FieldValue("store") BlobStore store, @Advice.Argument(0) String directory)
      throws IOException {
    store.publish(directory + "/_metadata.pending", directory + "/_metadata");
  }
}
