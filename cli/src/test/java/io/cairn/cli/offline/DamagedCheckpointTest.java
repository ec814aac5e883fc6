package io.cairn.cli.offline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.cli.CairnMain;
import io.cairn.process.ExitCode;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.blob.BlobStores;
import io.cairn.storage.snapshot.CorruptSnapshotException;
import io.cairn.storage.snapshot.RestoreRequest;
import io.cairn.storage.snapshot.SnapshotFile;
import io.cairn.storage.snapshot.SnapshotRestore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Every kind of file of a checkpoint is damaged in every way; seeded. */
final class DamagedCheckpointTest {
  private static final int TRIES = 12;

  @TempDir private Path dir;
  private final Random random = seeded();
  private final Map<String, byte[]> whole = new HashMap<>();
  private Path root = Path.of("");
  private int restores;

  private static Random seeded() {
    long seed = Long.getLong("cairn.test.seed", System.nanoTime());
    System.out.println("seed " + seed + " (replay: -Dcairn.test.args=-Dcairn.test.seed=" + seed);
    return new Random(seed);
  }

  @BeforeEach
  void writeCheckpoints() throws Exception {
    root = dir.resolve("store");
    StoredJob.write(Files.createDirectory(dir.resolve("work")), root, random);
    restoreAll().forEach(whole::put);
    assertTrue(whole.size() > 4, whole.keySet().toString());
  }

  @Test
  void aWholeCheckpointIsFoundWhole() {
    StringWriter said = new StringWriter();
    assertEquals(ExitCode.OK, run(said, "verify", directory()));
    assertTrue(said.toString().contains("is whole: 3 tasks"), said.toString());
    assertEquals(ExitCode.OK, run(said, "verify", "--sizes", "7/2", "--root", root.toString()));
    assertTrue(said.toString().contains("(sizes only)"), said.toString());
  }

  @Test
  void programsGetTheDocumentedKeys() throws Exception {
    StringWriter said = new StringWriter();
    assertEquals(ExitCode.OK, run(said, "verify", directory(), "-o", "json"));
    assertEquals(
        List.of(
            "job",
            "checkpoint",
            "depth",
            "whole",
            "tasks",
            "damagedTasks",
            "blocks",
            "stateBytes",
            "damage"),
        keys(said));
    StringWriter inspected = new StringWriter();
    assertEquals(ExitCode.OK, run(inspected, "inspect", directory(), "-o", "json"));
    assertEquals(
        List.of(
            "clusterId",
            "job",
            "jobId",
            "checkpoint",
            "kind",
            "attempt",
            "requestedAt",
            "entryClass",
            "jar",
            "tasks"),
        keys(inspected));
  }

  private static List<String> keys(StringWriter json) throws IOException {
    List<String> keys = new ArrayList<>();
    new ObjectMapper().readTree(json.toString()).fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  @Test
  void inspectShowsJobTasksStatesAndKeys() {
    StringWriter said = new StringWriter();
    assertEquals(ExitCode.OK, run(said, "inspect", directory(), "--states"));
    for (String part : List.of("totals (job-7)", "in/0", "count/1", "(inline)", "value<")) {
      assertTrue(said.toString().contains(part), part + " in " + said);
    }
    StringWriter keys = new StringWriter();
    String[] command = {"inspect", directory(), "--keys", "totals", "--task", "count/1"};
    assertEquals(ExitCode.OK, run(keys, command));
    assertEquals(20, keys.toString().lines().filter(line -> line.contains("\"key-")).count());
  }

  @Test
  void aFlippedByteIsFoundInEveryFile() throws IOException {
    for (Path file : files()) {
      byte[] good = Files.readAllBytes(file);
      for (int i = 0; i < TRIES; i++) {
        byte[] bad = good.clone();
        int at = random.nextInt(bad.length);
        bad[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bad);
        isFound(file, "flip at " + at);
      }
      Files.write(file, good);
    }
  }

  @Test
  void aTruncatedOrMissingFileIsFoundBySizesToo() throws IOException {
    for (Path file : files()) {
      byte[] good = Files.readAllBytes(file);
      for (int i = 0; i < TRIES; i++) {
        int length = random.nextInt(good.length);
        Files.write(file, Arrays.copyOf(good, length));
        isFound(file, "truncated to " + length);
      }
      Files.delete(file);
      isFound(file, "deleted");
      StringWriter said = new StringWriter();
      assertEquals(ExitCode.FAILED, run(said, "verify", "--sizes", directory()));
      assertTrue(said.toString().contains(file.getFileName().toString()), said.toString());
      Files.write(file, good);
    }
  }

  @Test
  void twoSwappedBlocksAreFoundAndNeverRestored() throws IOException {
    int swapped = 0;
    for (Path file : files()) {
      byte[] good = Files.readAllBytes(file);
      List<Integer> blocks = equalBlocks(good);
      for (int i = 1; i < blocks.size(); i++) {
        byte[] bad = good.clone();
        int length = ByteBuffer.wrap(good).getInt(blocks.get(0) + 1) + 9;
        System.arraycopy(good, blocks.get(0), bad, blocks.get(i), length);
        System.arraycopy(good, blocks.get(i), bad, blocks.get(0), length);
        Files.write(file, bad);
        isFound(file, "swapped " + blocks.get(0) + " and " + blocks.get(i));
        assertTrue(isRefused(), "restored from swapped blocks of " + file);
        swapped++;
      }
      Files.write(file, good);
    }
    assertTrue(swapped > 0, "no segment has two blocks of one length");
  }

  /** verify names file, offset and task; a restore refuses, or gives the very bytes. */
  private void isFound(Path file, String damage) throws IOException {
    StringWriter said = new StringWriter();
    String name = file.getFileName().toString();
    assertEquals(ExitCode.FAILED, run(said, "verify", directory()), name + ": " + damage);
    String text = said.toString();
    assertTrue(text.contains(name) && text.contains("at offset "), damage + ": " + text);
    assertTrue(name.startsWith("_metadata") || text.contains("task count/"), damage + ": " + text);
    isRefused();
  }

  /** Whether a restore of any task is refused; what is restored must be right. */
  private boolean isRefused() throws IOException {
    try {
      Map<String, byte[]> found = restoreAll();
      assertEquals(whole.keySet(), found.keySet());
      found.forEach((name, bytes) -> assertArrayEquals(whole.get(name), bytes, name));
      return false;
    } catch (CorruptSnapshotException e) {
      return true;
    }
  }

  private Map<String, byte[]> restoreAll() throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    try (BlobStore store = BlobStores.open(root.toUri(), Map.of())) {
      StoredCheckpoint checkpoint =
          StoredCheckpoint.read(store, StoredJob.JOB_ROOT, StoredJob.DIRECTORY);
      for (StoredCheckpoint.Task task : checkpoint.tasks()) {
        Path target = dir.resolve("restored-" + restores++);
        var result =
            new SnapshotRestore(store)
                .restore(
                    new RestoreRequest(
                        checkpoint.jobRoot(), task.name(), task.snapshot(), target, null));
        for (SnapshotFile file : result.local().files()) {
          files.put(
              task.name() + " " + file.name(), Files.readAllBytes(target.resolve(file.name())));
        }
        delete(target);
      }
    }
    return files;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> segments = Files.list(root.resolve(StoredJob.JOB_ROOT + "/segments"))) {
      segments.sorted().forEach(files::add);
    }
    files.add(root.resolve(StoredJob.DIRECTORY + "/_metadata"));
    return files;
  }

  /** Where the entries of full blocks begin in a segment. */
  private static List<Integer> equalBlocks(byte[] segment) {
    List<Integer> blocks = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(segment);
    for (int at = 8; at + 9 < segment.length && bytes.get(at) <= 1; ) {
      int length = bytes.getInt(at + 1);
      if (length < 0 || at + 9 + length > segment.length) {
        break; // the footer, or no segment at all
      }
      if (bytes.get(at) == 0 && length == 1 << 20) {
        blocks.add(at);
      }
      at += 9 + length;
    }
    return blocks;
  }

  private String directory() {
    return root.resolve(StoredJob.DIRECTORY).toString();
  }

  private static int run(StringWriter said, String... command) {
    List<String> words = new ArrayList<>(List.of("checkpoint"));
    words.addAll(List.of(command));
    CommandLine line = CairnMain.commandLine();
    line.setOut(new PrintWriter(said, true));
    line.setErr(new PrintWriter(said, true));
    return line.execute(words.toArray(String[]::new));
  }
}
