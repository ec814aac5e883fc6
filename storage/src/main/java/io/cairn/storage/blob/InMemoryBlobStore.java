package io.cairn.storage.blob;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * A blob store in memory, for tests and for runs that need not outlive the process. Any thread; one
 * lock, held for no longer than a copy takes.
 */
public final class InMemoryBlobStore implements BlobStore {

  private final TreeMap<String, byte[]> files = new TreeMap<>();

  @Override
  public synchronized BlobOutput create(String path) throws IOException {
    BlobPath.check(path);
    if (files.containsKey(path) || isDirectory(path)) {
      throw new FileAlreadyExistsException(path);
    }
    files.put(path, new byte[0]);
    return new MemoryOutput(path);
  }

  @Override
  public synchronized BlobInput open(String path) throws IOException {
    byte[] content = files.get(BlobPath.check(path));
    if (content == null) {
      throw new NoSuchFileException(path);
    }
    return new MemoryInput(path, content);
  }

  @Override
  public synchronized boolean exists(String path) {
    return files.containsKey(BlobPath.check(path)) || isDirectory(path);
  }

  @Override
  public synchronized void publish(String from, String to) throws IOException {
    BlobPath.check(to);
    if (!files.containsKey(BlobPath.check(from))) {
      throw new NoSuchFileException(from);
    }
    if (files.containsKey(to) || isDirectory(to)) {
      throw new FileAlreadyExistsException(to);
    }
    files.put(to, Objects.requireNonNull(files.remove(from)));
  }

  @Override
  public synchronized boolean delete(String path) throws IOException {
    if (isDirectory(BlobPath.check(path))) {
      throw new IOException("is a directory: " + path);
    }
    return files.remove(path) != null;
  }

  @Override
  public synchronized boolean deleteTree(String path) {
    boolean isFile = files.remove(BlobPath.check(path)) != null;
    return files.keySet().removeIf(file -> file.startsWith(path + "/")) || isFile;
  }

  @Override
  public synchronized List<BlobInfo> list(String directory) throws IOException {
    if (files.containsKey(BlobPath.checkDirectory(directory))) {
      throw new IOException("is not a directory: " + directory);
    }
    String prefix = directory.isEmpty() ? "" : directory + "/";
    List<BlobInfo> entries = new ArrayList<>();
    Set<String> directories = new HashSet<>();
    files
        .tailMap(prefix)
        .forEach(
            (path, content) -> {
              if (path.startsWith(prefix)) {
                int slash = path.indexOf('/', prefix.length());
                if (slash < 0) {
                  entries.add(new BlobInfo(path, content.length, false));
                } else if (directories.add(path.substring(0, slash))) {
                  entries.add(new BlobInfo(path.substring(0, slash), 0, true));
                }
              }
            });
    entries.sort(Comparator.comparing(BlobInfo::path));
    return List.copyOf(entries);
  }

  /** A copy of a file's content, and a way for tests to look at it. */
  public synchronized byte[] read(String path) throws IOException {
    byte[] content = files.get(BlobPath.check(path));
    if (content == null) {
      throw new NoSuchFileException(path);
    }
    return content.clone();
  }

  /** Sets a file's content whether it exists or not: a way for tests to do damage. */
  public synchronized void overwrite(String path, byte[] content) {
    files.put(BlobPath.check(path), content.clone());
  }

  /** The paths of all files, sorted. */
  public synchronized List<String> paths() {
    return List.copyOf(files.keySet());
  }

  @Override
  public void close() {}

  private boolean isDirectory(String path) {
    String next = files.higherKey(path + "/");
    return next != null && next.startsWith(path + "/");
  }

  private final class MemoryOutput extends BlobOutput {
    private final String path;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private boolean closed;

    MemoryOutput(String path) {
      this.path = path;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (closed) {
        throw new IOException("closed: " + path);
      }
      written.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      synchronized (InMemoryBlobStore.this) {
        if (!closed) {
          closed = true;
          if (files.replace(path, written.toByteArray()) == null) {
            throw new NoSuchFileException(path, null, "was deleted while it was written");
          }
        }
      }
    }

    @Override
    public void abort() {
      synchronized (InMemoryBlobStore.this) {
        if (!closed) {
          closed = true;
          files.remove(path);
        }
      }
    }
  }

  private static final class MemoryInput implements BlobInput {
    private final String path;
    private final byte[] content;

    MemoryInput(String path, byte[] content) {
      this.path = path;
      this.content = content;
    }

    @Override
    public long length() {
      return content.length;
    }

    @Override
    public void readFully(long position, byte[] bytes, int offset, int length) throws IOException {
      if (position + length > content.length) {
        throw new EOFException(path + " ends before " + (position + length));
      }
      System.arraycopy(content, (int) position, bytes, offset, length);
    }

    @Override
    public InputStream stream(long from) {
      int start = (int) Math.min(from, content.length);
      return new ByteArrayInputStream(content, start, content.length - start);
    }

    @Override
    public void close() {}
  }
}
