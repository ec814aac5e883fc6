package io.cairn.storage.blob;

import java.io.IOException;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FsStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Tells disks that are full from DataNodes that are gone: the NameNode says the same of both, that
 * a block could be written to no node. Pure but for one question to the NameNode.
 */
final class HdfsSpace {
  /** What the NameNode says when none of the DataNodes that it hears takes a block. */
  private static final Pattern NO_NODE =
      Pattern.compile(
          "could only be written to 0 of .*There are [1-9][0-9]* datanode\\(s\\) running");

  private HdfsSpace() {}

  /** The refusal, if that is what the failure means; else null: then it may be tried again. */
  static @Nullable BlobRefusedException refusal(FileSystem files, Path file, IOException failure) {
    if (!NO_NODE.matcher(String.valueOf(failure.getMessage())).find()) {
      return null;
    }
    try {
      FsStatus status = files.getStatus(file);
      // A NameNode that has just become active hears DataNodes before it knows their disks.
      boolean known = status.getCapacity() > 0;
      if (known && status.getRemaining() < files.getDefaultBlockSize(file)) {
        IOException full =
            new IOException(
                "the DataNodes' disks are full: "
                    + status.getRemaining()
                    + " of "
                    + status.getCapacity()
                    + " bytes are left",
                failure);
        return new BlobRefusedException(file.toString(), full);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return null;
  }
}
