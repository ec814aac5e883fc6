package io.cairn.storage.blob;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A blob store in a directory of this machine. Any thread.
 *
 * <p>Not through Hadoop: its local file system adds {@code .crc} files, does not sync directories
 * and replaces when it renames. Here a file is fsynced, then its directory; publishing is a hard
 * link, which the kernel refuses when the name exists, and then the removal of the old name.
 */
final class LocalBlobStore implements BlobStore {

  private final Path root;

  LocalBlobStore(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public BlobOutput create(String path) throws IOException {
    Path file = resolve(path);
    createParents(file);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new LocalOutput(file, channel);
  }

  @Override
  public BlobInput open(String path) throws IOException {
    Path file = resolve(path);
    if (Files.isDirectory(file)) {
      throw new IOException("is a directory: " + path);
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    return new LocalInput(file, channel, channel.size());
  }

  @Override
  public boolean exists(String path) {
    return Files.exists(resolve(path), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void publish(String from, String to) throws IOException {
    Path source = resolve(from);
    Path target = resolve(to);
    if (!Files.isRegularFile(source)) {
      throw new NoSuchFileException(from);
    }
    createParents(target);
    Files.createLink(target, source);
    syncDirectory(parentOf(target));
    // A crash here leaves both names: whoever repeats it is told that the target exists.
    Files.deleteIfExists(source);
    syncDirectory(parentOf(source));
  }

  @Override
  public boolean delete(String path) throws IOException {
    Path file = resolve(path);
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("is a directory: " + path);
    }
    return Files.deleteIfExists(file);
  }

  @Override
  public boolean deleteTree(String path) throws IOException {
    Path top = resolve(path);
    if (!Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Files.walkFileTree(top, new Deletion());
    return true;
  }

  @Override
  public List<BlobInfo> list(String directory) throws IOException {
    Path path = root.resolve(BlobPath.checkDirectory(directory));
    List<BlobInfo> entries = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
      for (Path child : children) {
        BasicFileAttributes attributes;
        try {
          attributes = Files.readAttributes(child, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
          continue; // Deleted since the directory was read.
        }
        boolean isDirectory = attributes.isDirectory();
        String name = root.relativize(child).toString();
        entries.add(new BlobInfo(name, isDirectory ? 0 : attributes.size(), isDirectory));
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    entries.sort(Comparator.comparing(BlobInfo::path));
    return List.copyOf(entries);
  }

  @Override
  public void close() {}

  private Path resolve(String path) {
    return root.resolve(BlobPath.check(path));
  }

  /** Creates the missing directories above a file, each durably. */
  private void createParents(Path file) throws IOException {
    Path parent = parentOf(file);
    if (!Files.isDirectory(parent)) {
      createParents(parent);
      Files.createDirectories(parent);
      syncDirectory(parentOf(parent));
    }
  }

  private static Path parentOf(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }

  private static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }

  private static final class LocalOutput extends BlobOutput {
    private final Path file;
    private final FileChannel channel;

    LocalOutput(Path file, FileChannel channel) {
      this.file = file;
      this.channel = channel;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }

    @Override
    public void close() throws IOException {
      if (channel.isOpen()) {
        try (channel) {
          channel.force(true);
        }
        syncDirectory(parentOf(file));
      }
    }

    @Override
    public void abort() {
      if (channel.isOpen()) {
        try (channel) {
          Files.deleteIfExists(file);
        } catch (IOException e) {
          Discarded.failure("remove", file.toString(), e);
        }
      }
    }
  }

  private record LocalInput(Path file, FileChannel channel, long length) implements BlobInput {
    @Override
    public void readFully(long position, byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      long at = position;
      while (buffer.hasRemaining()) {
        int read = channel.read(buffer, at);
        if (read < 0) {
          throw new EOFException(file + " ends before " + (position + length));
        }
        at += read;
      }
    }

    @Override
    public InputStream stream(long from) throws IOException {
      FileChannel own = FileChannel.open(file, StandardOpenOption.READ);
      return Channels.newInputStream(own.position(from));
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
