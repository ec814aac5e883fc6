package io.cairn.cli.hdfs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads the files of a directory through Hadoop's client, with nothing of Cairn in between: for a
 * verdict on what Cairn wrote.
 */
public final class HadoopFiles {
  private HadoopFiles() {}

  /** Is given each file. */
  @FunctionalInterface
  public interface Visitor {
    /** Reads one file; the stream is closed by the caller. */
    void visit(String name, InputStream content) throws IOException;
  }

  /** Visits the plain files right below {@code directory}; none when it does not exist. */
  public static void forEach(URI directory, Map<String, String> settings, Visitor visitor)
      throws IOException {
    Configuration conf = new Configuration();
    settings.forEach(conf::set);
    try (FileSystem files = FileSystem.newInstance(directory, conf)) {
      Path path = new Path(directory);
      if (!files.exists(path)) {
        return;
      }
      for (FileStatus status : files.listStatus(path)) {
        if (status.isFile()) {
          try (InputStream content = files.open(status.getPath())) {
            visitor.visit(status.getPath().getName(), content);
          }
        }
      }
    }
  }
}
