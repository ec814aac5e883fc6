package io.cairn.chaos.faults.disk;

import io.cairn.chaos.faults.Shell;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A small file system in a file, mounted: it can be full, and it can fail, with each write and read
 * an error from then on and what was not synced lost, as with a disk that is pulled out. Needs
 * root, loop devices and xfsprogs; {@link #missing} says what of that is not there. Of one thread.
 */
public final class SmallDisk implements AutoCloseable {
  private static final int FILL_BYTES = 64 * 1024;
  private static final String BALLAST = "ballast";

  private final Path image;
  private final Path mount;
  private boolean mounted;

  private SmallDisk(Path image, Path mount) {
    this.image = image;
    this.mount = mount;
  }

  /** Why there can be no such disk on this machine; empty when there can. */
  public static Optional<String> missing() throws InterruptedException {
    if (!System.getProperty("user.name").equals("root")) {
      return Optional.of("only root may mount a file system");
    }
    for (String command : new String[] {"mkfs.ext4", "mount", "umount", "xfs_io"}) {
      if (!Shell.has(command)) {
        return Optional.of("the command " + command + " is missing");
      }
    }
    try {
      Shell.run("losetup", "--find");
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("there is no loop device: " + e.getMessage());
    }
  }

  /** Makes one of so many MiB, mounted below the directory. */
  public static SmallDisk create(Path directory, int megabytes)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    SmallDisk disk = new SmallDisk(directory.resolve("image"), directory.resolve("mount"));
    try (RandomAccessFile file = new RandomAccessFile(disk.image.toFile(), "rw")) {
      file.setLength(megabytes * 1024L * 1024L);
    }
    Shell.run("mkfs.ext4", "-q", disk.image.toString());
    Files.createDirectories(disk.mount);
    disk.mount();
    return disk;
  }

  /** Where it is mounted. */
  public Path path() {
    return mount;
  }

  private void mount() throws IOException, InterruptedException {
    Shell.run("mount", "-o", "loop", image.toString(), mount.toString());
    mounted = true;
  }

  /** Takes all the room there is; how many bytes that were. */
  public long fill() throws IOException {
    Path ballast = mount.resolve(BALLAST);
    byte[] block = new byte[FILL_BYTES];
    for (int size = FILL_BYTES; size > 0; size /= 2) {
      try (OutputStream out =
          Files.newOutputStream(
              ballast,
              java.nio.file.StandardOpenOption.CREATE,
              java.nio.file.StandardOpenOption.APPEND)) {
        while (true) {
          out.write(block, 0, size);
        }
      } catch (IOException full) {
        // then with smaller pieces
      }
    }
    return Files.size(ballast);
  }

  /** Gives the room back. */
  public void free() throws IOException {
    Files.deleteIfExists(mount.resolve(BALLAST));
  }

  /** All that was written so far outlives {@link #fail}. */
  public void sync() throws IOException, InterruptedException {
    Shell.run("sync", "-f", mount.toString());
  }

  /** From now on each read and write is an error; the journal is not written out any more. */
  public void fail() throws IOException, InterruptedException {
    Shell.run("xfs_io", "-x", "-c", "shutdown", mount.toString());
  }

  /**
   * The opposite of {@link #fail}: what was synced is there again, the rest need not be. Nobody may
   * have a file of it open.
   */
  public void recover() throws IOException, InterruptedException {
    unmount();
    mount();
  }

  private void unmount() throws IOException, InterruptedException {
    Shell.run("umount", mount.toString());
    mounted = false;
  }

  @Override
  public void close() throws IOException {
    if (mounted) {
      try {
        unmount();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted; " + mount + " is still mounted", e);
      }
    }
  }
}
