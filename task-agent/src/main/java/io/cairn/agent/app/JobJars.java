package io.cairn.agent.app;

import io.cairn.agent.snapshot.JobPaths;
import io.cairn.storage.blob.BlobInput;
import io.cairn.storage.blob.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The code of jobs, fetched once from the blob store and kept by its SHA-256, which is checked each
 * time: code that is not what was submitted never runs. Any thread.
 */
final class JobJars {

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** Larger code is surely a mistake. */
  private static final long MAX_BYTES = 512L << 20;

  /** As many jars are kept, those that were used last. */
  private static final int MAX_KEPT = 16;

  private final BlobStore store;
  private final Path directory;

  JobJars(BlobStore store, Path directory) {
    this.store = store;
    this.directory = directory;
  }

  /**
   * The jar on this machine.
   *
   * @throws IOException if it cannot be fetched, or is not the one that was named
   */
  synchronized Path fetch(String sha256) throws IOException {
    if (!SHA256.matcher(sha256).matches()) {
      throw new IOException("'" + sha256 + "' is no SHA-256 of a jar");
    }
    Path kept = directory.resolve(sha256 + ".jar");
    if (Files.exists(kept) && digestOf(Files.newInputStream(kept)).equals(sha256)) {
      Files.setLastModifiedTime(kept, FileTime.from(Instant.now()));
      return kept;
    }
    Path fetching = Files.createTempFile(directory, "fetching-", ".jar");
    try {
      try (BlobInput remote = store.open(JobPaths.jar(sha256))) {
        if (remote.length() > MAX_BYTES) {
          throw new IOException("the jar " + sha256 + " has " + remote.length() + " bytes");
        }
        try (InputStream in = remote.stream(0);
            OutputStream out = Files.newOutputStream(fetching)) {
          in.transferTo(out);
        }
      }
      String found = digestOf(Files.newInputStream(fetching));
      if (!found.equals(sha256)) {
        throw new IOException(
            JobPaths.jar(sha256) + " in the blob store is damaged: its SHA-256 is " + found);
      }
      Files.move(fetching, kept, StandardCopyOption.ATOMIC_MOVE);
      deleteUnused(kept);
      return kept;
    } catch (NoSuchFileException e) {
      throw new IOException("the job's jar is not in the blob store: " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(fetching);
    }
  }

  /**
   * Deletes the jars that were not used for longest. A class loader that still has one open reads
   * on from it.
   */
  private void deleteUnused(Path fetched) throws IOException {
    List<Path> kept;
    try (Stream<Path> files = Files.list(directory)) {
      kept =
          files
              .filter(file -> !file.equals(fetched))
              .sorted(Comparator.comparing(JobJars::lastUse).reversed())
              .toList();
    }
    for (Path unused : kept.subList(Math.min(MAX_KEPT - 1, kept.size()), kept.size())) {
      Files.deleteIfExists(unused);
    }
  }

  private static FileTime lastUse(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0); // it is gone already
    }
  }

  private static String digestOf(InputStream bytes) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    try (DigestInputStream in = new DigestInputStream(bytes, digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
