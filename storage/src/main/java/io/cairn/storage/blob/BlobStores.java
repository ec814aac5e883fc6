package io.cairn.storage.blob;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** Opens the blob store that a URI names. */
public final class BlobStores {

  /**
   * Not a property of Hadoop: names the directory of {@code core-site.xml} and {@code
   * hdfs-site.xml}. Without it the environment's {@code HADOOP_CONF_DIR} counts.
   */
  public static final String HADOOP_CONF_DIR = "cairn.hadoop.conf.dir";

  private BlobStores() {}

  /**
   * Opens a store. {@code file://} is written by the JDK with real fsyncs; every other scheme goes
   * through Hadoop. The root need not exist.
   *
   * @param root an absolute URI, such as {@code hdfs://namenode:8020/cairn} or {@code
   *     file:///tmp/x}
   * @param hadoopSettings Hadoop properties that override {@link HadoopBlobStore}'s defaults
   * @throws IllegalArgumentException if the root is no absolute URI with a path
   * @throws IOException if the file system cannot be reached
   */
  public static BlobStore open(URI root, Map<String, String> hadoopSettings) throws IOException {
    String scheme = root.getScheme();
    String path = root.getPath();
    if (scheme == null || path == null || !path.startsWith("/")) {
      throw new IllegalArgumentException(
          "blob store root \""
              + root
              + "\" is not absolute; write hdfs://host:8020/path or"
              + " file:///path");
    }
    if (scheme.equals("file")) {
      return new LocalBlobStore(Path.of(path));
    }
    return HadoopBlobStore.open(root, hadoopSettings);
  }
}
