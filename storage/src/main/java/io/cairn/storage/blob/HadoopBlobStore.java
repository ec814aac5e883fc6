package io.cairn.storage.blob;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ClusterStorageCapacityExceededException;
import org.apache.hadoop.fs.CommonConfigurationKeysPublic;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.protocol.AlreadyBeingCreatedException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;

/**
 * A blob store on any Hadoop file system: the only class that knows Hadoop. Any thread.
 *
 * <p>Clients are bounded by {@link #DEFAULT_SETTINGS}: Hadoop's own defaults stall for a minute
 * when a DataNode dies and for ever when a NameNode hangs. A NameNode that dies fails the files
 * that are being written; the writer begins again with a new path.
 */
final class HadoopBlobStore implements BlobStore {

  /**
   * Bytes that HDFS sends at once: four times its default, since each packet costs two threads and
   * an answer.
   */
  private static final int PACKET_BYTES = 256 << 10;

  /** Packets that wait for their answer: with the above, 8 MiB of memory for a file. */
  private static final int MAX_PACKETS = 32;

  /**
   * Bytes that share one of HDFS's checksums. Of 512, its default, half of the processor time of a
   * transfer goes into checksums; the price is that a read begins at a multiple of this.
   */
  private static final int CHECKSUM_BYTES = 16 << 10;

  private static final String CHECKSUM_KEY = "dfs.bytes-per-checksum";

  /**
   * What bounds the client. The write timeout stays far above the socket timeout: with both at 4 s
   * the stream fails when a DataNode is lost, instead of going on with the others.
   */
  static final Map<String, String> DEFAULT_SETTINGS =
      Map.ofEntries(
          Map.entry("dfs.client.socket-timeout", "4000"),
          Map.entry("dfs.datanode.socket.write.timeout", "60000"),
          Map.entry("ipc.client.connect.timeout", "2000"),
          Map.entry("ipc.client.connect.max.retries", "2"),
          Map.entry("ipc.client.connect.max.retries.on.timeouts", "1"),
          Map.entry("ipc.client.rpc-timeout.ms", "10000"),
          Map.entry("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "10"),
          Map.entry("dfs.client-write-packet-size", Integer.toString(PACKET_BYTES)),
          Map.entry("dfs.client.write.max-packets-in-flight", Integer.toString(MAX_PACKETS)),
          Map.entry("dfs.client.block.write.replace-datanode-on-failure.best-effort", "true"));

  /** A class of the NameNode, which a client need not have. */
  private static final String RECOVERY_IN_PROGRESS =
      "org.apache.hadoop.hdfs.protocol.RecoveryInProgressException";

  private static final int BUFFER_BYTES = 64 << 10;

  private final FileSystem fileSystem;
  private final FileContext context;
  private final Path root;

  private HadoopBlobStore(FileSystem fileSystem, FileContext context, Path root) {
    this.fileSystem = fileSystem;
    this.context = context;
    this.root = root;
  }

  /**
   * Opens it with Hadoop's classes found by our own class loader: a job's thread has its job's,
   * which knows nothing of Hadoop.
   */
  static HadoopBlobStore open(URI root, Map<String, String> settings) throws IOException {
    ClassLoader callers = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(HadoopBlobStore.class.getClassLoader());
    try {
      Configuration configuration = HadoopSettings.of(settings, DEFAULT_SETTINGS);
      if (configuration.getLongBytes("dfs.blocksize", CHECKSUM_BYTES) % CHECKSUM_BYTES == 0
          && !settings.containsKey(CHECKSUM_KEY)) {
        configuration.setInt(CHECKSUM_KEY, CHECKSUM_BYTES); // HDFS wants whole ones in a block
      }
      configuration.set(CommonConfigurationKeysPublic.FS_DEFAULT_NAME_KEY, root.toString());
      // Not from Hadoop's cache: closing this store must not close another one's client.
      FileSystem fileSystem = FileSystem.newInstance(root, configuration);
      FileContext context = FileContext.getFileContext(root, configuration);
      return new HadoopBlobStore(fileSystem, context, new Path(root));
    } finally {
      Thread.currentThread().setContextClassLoader(callers);
    }
  }

  @Override
  public BlobOutput create(String path) throws IOException {
    Path file = resolve(path);
    try {
      return new HadoopOutput(fileSystem, file, createNew(file));
    } catch (IOException e) {
      throw translated(e, path, path);
    }
  }

  @Override
  public BlobInput open(String path) throws IOException {
    Path file = resolve(path);
    try {
      FileStatus status = fileSystem.getFileStatus(file);
      if (status.isDirectory()) {
        throw new IOException("is a directory: " + path);
      }
      return new HadoopInput(fileSystem, file, fileSystem.open(file), status.getLen());
    } catch (IOException e) {
      throw translated(e, path, path);
    }
  }

  @Override
  public boolean exists(String path) throws IOException {
    return fileSystem.exists(resolve(path));
  }

  @Override
  public void publish(String from, String to) throws IOException {
    Path source = resolve(from);
    Path target = resolve(to);
    try {
      if (!fileSystem.getFileStatus(source).isFile()) {
        throw new IOException("is a directory: " + from);
      }
      fileSystem.mkdirs(target.getParent());
      // FileSystem.rename replaces on some file systems; this one refuses.
      context.rename(source, target, Options.Rename.NONE);
    } catch (IOException e) {
      throw translated(e, from, to);
    }
  }

  @Override
  public boolean delete(String path) throws IOException {
    Path file = resolve(path);
    try {
      if (fileSystem.getFileStatus(file).isDirectory()) {
        throw new IOException("is a directory: " + path);
      }
    } catch (FileNotFoundException e) {
      return false;
    }
    return fileSystem.delete(file, false);
  }

  @Override
  public boolean deleteTree(String path) throws IOException {
    return fileSystem.delete(resolve(path), true);
  }

  @Override
  public List<BlobInfo> list(String directory) throws IOException {
    BlobPath.checkDirectory(directory);
    Path path = directory.isEmpty() ? root : resolve(directory);
    FileStatus[] statuses;
    try {
      statuses = fileSystem.listStatus(path);
    } catch (FileNotFoundException e) {
      return List.of();
    }
    String prefix = directory.isEmpty() ? "" : directory + "/";
    List<BlobInfo> entries = new ArrayList<>(statuses.length);
    for (FileStatus status : statuses) {
      String name = prefix + status.getPath().getName();
      long length = status.isDirectory() ? 0 : status.getLen();
      entries.add(new BlobInfo(name, length, status.isDirectory()));
    }
    entries.sort(Comparator.comparing(BlobInfo::path));
    return List.copyOf(entries);
  }

  @Override
  public void close() throws IOException {
    fileSystem.close();
  }

  private FSDataOutputStream createNew(Path file) throws IOException {
    FsPermission permission =
        FsPermission.getFileDefault().applyUMask(FsPermission.getUMask(fileSystem.getConf()));
    // SYNC_BLOCK: hsync reaches only the last block, the full ones before it need a sync as well.
    return fileSystem.create(
        file,
        permission,
        EnumSet.of(CreateFlag.CREATE, CreateFlag.SYNC_BLOCK),
        BUFFER_BYTES,
        fileSystem.getDefaultReplication(file),
        fileSystem.getDefaultBlockSize(file),
        null);
  }

  private Path resolve(String path) {
    return new Path(root, BlobPath.check(path));
  }

  /** Hadoop's exceptions in the words of the port. */
  private static IOException translated(IOException failure, String from, String to) {
    IOException cause = failure;
    if (failure instanceof RemoteException remote) {
      cause = remote.unwrapRemoteException();
    }
    IOException translated = cause;
    if (cause instanceof org.apache.hadoop.fs.FileAlreadyExistsException
        || isBeingWritten(cause)
        || isBeingWritten(failure)) {
      translated = new FileAlreadyExistsException(to);
    } else if (cause instanceof FileNotFoundException) {
      translated = new NoSuchFileException(from);
    } else if (cause instanceof AccessControlException
        || cause instanceof ClusterStorageCapacityExceededException) {
      return new BlobRefusedException(to, cause);
    }
    if (translated != cause) {
      translated.initCause(cause);
    }
    return translated;
  }

  /**
   * HDFS says for a minute that a file is being created whose writer was killed, or whose creation
   * was answered too late. It is there, and can be deleted, like any other that was left behind.
   */
  private static boolean isBeingWritten(IOException failure) {
    return failure instanceof AlreadyBeingCreatedException
        || (failure instanceof RemoteException remote
            && remote.getClassName().equals(RECOVERY_IN_PROGRESS));
  }

  private static final class HadoopOutput extends BlobOutput {
    private final FileSystem fileSystem;
    private final Path file;
    private final FSDataOutputStream out;
    private boolean closed;

    HadoopOutput(FileSystem fileSystem, Path file, FSDataOutputStream out) {
      this.fileSystem = fileSystem;
      this.file = file;
      this.out = out;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        throw failed(e);
      }
    }

    private IOException failed(IOException failure) {
      BlobRefusedException full = HdfsSpace.refusal(fileSystem, file, failure);
      return full == null ? translated(failure, file.toString(), file.toString()) : full;
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        try {
          // Closing alone does not sync the DataNodes' disks.
          out.hsync();
        } catch (IOException e) {
          letGo(e);
          throw failed(e);
        }
        try {
          out.close();
        } catch (IOException e) {
          throw failed(e);
        }
      }
    }

    /** Not try-with-resources: a broken stream throws the very same exception when it is closed. */
    private void letGo(IOException failure) {
      try {
        out.close();
      } catch (IOException e) {
        if (e != failure) {
          failure.addSuppressed(e);
        }
      }
    }

    @Override
    public void abort() {
      if (closed) {
        return;
      }
      closed = true;
      try {
        // Deleted first, so that closing need not wait for its blocks to be complete.
        fileSystem.delete(file, false);
      } catch (IOException e) {
        Discarded.failure("remove", file.toString(), e);
      }
      try {
        out.close();
      } catch (IOException e) {
        // Expected: the file is gone. Closing only freed the client's side of it.
        return;
      }
    }
  }

  private record HadoopInput(FileSystem fileSystem, Path file, FSDataInputStream in, long length)
      implements BlobInput {

    @Override
    public void readFully(long position, byte[] bytes, int offset, int length) throws IOException {
      in.readFully(position, bytes, offset, length);
    }

    @Override
    public InputStream stream(long from) throws IOException {
      FSDataInputStream own = fileSystem.open(file);
      try {
        own.seek(from);
        return own;
      } catch (IOException e) {
        own.close();
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
