package io.cairn.benchmarks.storage;

import io.cairn.storage.snapshot.SnapshotFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of the snapshots in as many large files as the shell has streams: it spends its time on
 * bytes then, not on names, which is in its favour.
 */
record CopiedFiles(Path directory, List<Path> list) {
  private static final int FILES = 4;

  static CopiedFiles of(Path directory, List<BenchTasks.Taken> taken) throws IOException {
    Files.createDirectories(directory);
    List<Path> sources = new ArrayList<>();
    for (BenchTasks.Taken one : taken) {
      for (SnapshotFile file : one.local().files()) {
        sources.add(one.local().directory().resolve(file.name()));
      }
    }
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      Path file = directory.resolve("part-" + i);
      files.add(file);
      List<Path> part = new ArrayList<>();
      for (int s = i; s < sources.size(); s += FILES) {
        part.add(sources.get(s));
      }
      copy(part, file);
    }
    return new CopiedFiles(directory, files);
  }

  /** Writes all of them again, one after the other, with an fsync each. */
  void rawWrite() throws IOException {
    for (Path file : list) {
      Path copy = directory.resolve("raw");
      copy(List.of(file), copy);
      Files.delete(copy);
    }
  }

  private static void copy(List<Path> sources, Path target) throws IOException {
    try (FileChannel out =
        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (Path source : sources) {
        try (FileChannel in = FileChannel.open(source, StandardOpenOption.READ)) {
          long size = in.size();
          for (long at = 0; at < size; ) {
            at += in.transferTo(at, size - at, out);
          }
        }
      }
      out.force(true);
    }
  }
}
