package io.cairn.storage.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Local snapshots of made-up files, for tests. */
final class LocalSnapshots {

  static final UUID WRITER = new UUID(1, 2);
  static final String JOB_ROOT = "jobs/7";

  private LocalSnapshots() {}

  /** Writes files of random content; a name that ends in .sst is immutable. */
  static LocalSnapshot write(Path directory, Random random, Map<String, Integer> lengths)
      throws IOException {
    List<SnapshotFile> files = new ArrayList<>();
    for (String name : lengths.keySet().stream().sorted().toList()) {
      byte[] content = new byte[lengths.get(name)];
      random.nextBytes(content);
      Files.createDirectories(directory.resolve(name).getParent());
      Files.write(directory.resolve(name), content);
      files.add(LocalSnapshot.describe(directory, name, WRITER, name.endsWith(".sst")));
    }
    LocalSnapshot snapshot = new LocalSnapshot(directory, files);
    snapshot.writeList();
    return snapshot;
  }

  static UploadRequest request(long checkpoint, LocalSnapshot local, StoredSnapshot base) {
    return new UploadRequest(
        JOB_ROOT, checkpoint, 1, "a1", "count/3", local, base, UploadProgress.NONE);
  }

  static void assertSameContent(LocalSnapshot expected, LocalSnapshot found) throws IOException {
    assertEquals(expected.files(), found.files());
    for (SnapshotFile file : expected.files()) {
      assertArrayEquals(
          Files.readAllBytes(expected.directory().resolve(file.name())),
          Files.readAllBytes(found.directory().resolve(file.name())),
          file.name());
    }
  }
}
