package io.cairn.storage.blob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.SafeModeAction;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A real NameNode and three real DataNodes in this JVM, shared by all test classes, since they take
 * long to start. Each class uses a root of its own; {@code @ExtendWith} this to get it as a
 * parameter.
 */
public final class MiniHdfs implements AutoCloseable {

  /** Gives test classes the servers, and stops them after the last class. */
  public static final class Shared implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == MiniHdfs.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .computeIfAbsent(MiniHdfs.class, key -> start(Map.of()));
    }
  }

  private final Path directory;

  private final MiniDFSCluster cluster;

  private MiniHdfs(Path directory, MiniDFSCluster cluster) {
    this.directory = directory;
    this.cluster = cluster;
  }

  /** Servers of one's own, with settings that override ours. */
  static MiniHdfs start(Map<String, String> settings) {
    Configuration configuration = new Configuration();
    configuration.set("dfs.namenode.safemode.extension", "0");
    configuration.set("dfs.namenode.fs-limits.min-block-size", "4096");
    settings.forEach(configuration::set);
    try {
      Path directory = Files.createTempDirectory("mini-hdfs");
      MiniDFSCluster cluster =
          new MiniDFSCluster.Builder(configuration, directory.toFile()).numDataNodes(3).build();
      cluster.waitActive();
      return new MiniHdfs(directory, cluster);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The root of the file system with a path appended. */
  public URI uri(String path) {
    return cluster.getURI().resolve(path);
  }

  /** Stops one DataNode; what is returned starts it again. */
  public AutoCloseable stopDataNode(int index) {
    MiniDFSCluster.DataNodeProperties stopped = cluster.stopDataNode(index);
    return () -> {
      cluster.restartDataNode(stopped);
      cluster.waitActive();
    };
  }

  /** Limits the names and the bytes below a directory, which is made. */
  public void setQuota(String path, long names, long bytes) throws IOException {
    org.apache.hadoop.fs.Path directory = new org.apache.hadoop.fs.Path(path);
    cluster.getFileSystem().mkdirs(directory);
    cluster.getFileSystem().setQuota(directory, names, bytes);
  }

  /** Makes the NameNode refuse all changes, or lets it go on. */
  public void setSafeMode(boolean on) throws IOException {
    cluster.getFileSystem().setSafeMode(on ? SafeModeAction.ENTER : SafeModeAction.LEAVE);
  }

  @Override
  public void close() {
    cluster.shutdown(true);
    FileUtil.fullyDelete(directory.toFile());
  }
}
