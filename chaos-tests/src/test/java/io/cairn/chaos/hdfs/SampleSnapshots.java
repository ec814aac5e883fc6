package io.cairn.chaos.hdfs;

import io.cairn.storage.snapshot.LocalSnapshot;
import io.cairn.storage.snapshot.SnapshotFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** Local snapshots of random bytes that keep one file of the snapshot before. */
final class SampleSnapshots {
  private SampleSnapshots() {}

  static LocalSnapshot next(Path dir, long checkpoint, int task, int fileBytes, Random random)
      throws IOException {
    Path directory = directory(dir, checkpoint, task);
    Files.createDirectories(directory.resolve("db"));
    UUID writer = new UUID(task, 1);
    List<SnapshotFile> files = new ArrayList<>();
    String old = sst(checkpoint - 1);
    Path before = directory(dir, checkpoint - 1, task).resolve(old);
    if (Files.exists(before)) {
      Files.createLink(directory.resolve(old), before);
      files.add(LocalSnapshot.describe(directory, old, writer, true));
    }
    write(directory.resolve(sst(checkpoint)), fileBytes, random);
    files.add(LocalSnapshot.describe(directory, sst(checkpoint), writer, true));
    write(directory.resolve(LocalSnapshot.TASK_STATE_FILE), 2_000, random);
    files.add(LocalSnapshot.describe(directory, LocalSnapshot.TASK_STATE_FILE, writer, false));
    LocalSnapshot snapshot = new LocalSnapshot(directory, files);
    snapshot.writeList();
    return snapshot;
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void write(Path file, int length, Random random) throws IOException {
    byte[] content = new byte[length];
    random.nextBytes(content);
    Files.write(file, content);
  }

  private static String sst(long checkpoint) {
    return "db/" + String.format("%06d", checkpoint) + ".sst";
  }

  private static Path directory(Path dir, long checkpoint, int task) {
    return dir.resolve("snapshot-" + checkpoint + "-" + task);
  }
}
