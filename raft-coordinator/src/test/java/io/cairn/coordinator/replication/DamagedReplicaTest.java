package io.cairn.coordinator.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.replication.ReplicaStartException.Reason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real damage on the files of a real replica, many times: it must refuse, or, where the damage hit
 * nothing that counts (the padding of a block), come back with all that it had. Each trial prints
 * its seed; {@code -Dcairn.seed=N} replays from it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamagedReplicaTest {
  private static final long SEED = Long.getLong("cairn.seed", System.nanoTime() & 0xffffff);
  private static final int FACTOR = Boolean.getBoolean("cairn.full") ? 10 : 1;

  private Path root;
  private TestCluster cluster;
  private int copies;

  /** As a kill leaves it: all in the write-ahead log; in tables; behind snapshots. */
  private Path inWal;

  private Path inTables;
  private Path behindSnapshot;
  private final Map<Path, Long> sums = new TreeMap<>();

  @BeforeAll
  void write(@TempDir Path shared) throws Exception {
    root = shared;
    cluster = new TestCluster(root.resolve("cluster"), 1);
    cluster.startAll();
    register(0, 300);
    inWal = crash("wal");
    cluster.stop("c1");
    cluster.start("c1"); // moves what the write-ahead log had into tables
    register(300, 320);
    inTables = crash("tables");
    Await.get(cluster.replica("c1").snapshot());
    register(320, 340);
    Await.get(cluster.replica("c1").snapshot());
    register(340, 360);
    behindSnapshot = crash("snapshot");
    cluster.stop("c1");
  }

  @AfterAll
  void close() {
    cluster.close();
  }

  private void register(int from, int to) throws Exception {
    cluster.awaitLeader();
    JraftReplicatedState replica = cluster.replica("c1");
    Term term = replica.leadership().readyTerm().orElseThrow();
    for (int i = from; i < to; i++) { // one at a time: an entry each
      AgentId id = new AgentId("agent-with-a-long-name-" + i);
      Event event = new Event.RegisterAgent(id, "nonce-" + i, "host-" + i + ".example", 9000, 4, 0);
      assertTrue(Await.get(replica.propose(term, List.of(event))).get(0).isAccepted());
    }
  }

  private Path crash(String name) throws Exception {
    Path copy = CopiedDirectory.copy(root.resolve("cluster/c1"), root.resolve(name));
    sums.put(copy, cluster.replica("c1").state().agents().sum());
    return copy;
  }

  /** Why it refuses to start; empty when it started with all that it had. */
  private Optional<String> start(Path directory, long sum) {
    ReplicationSettings settings =
        new ReplicationSettings(
            cluster.membership("c1"),
            directory,
            true,
            Duration.ofMillis(300),
            Duration.ofMillis(100),
            Duration.ZERO);
    JraftReplicatedState replica;
    try {
      replica =
          TestCluster.started(
              () ->
                  new JraftReplicatedState(
                      settings, (what, cause) -> System.err.println("halt: " + what)));
    } catch (ReplicaStartException e) {
      String line = String.valueOf(e.getMessage());
      assertEquals(Reason.DAMAGED, e.reason(), line);
      assertTrue(line.contains(directory.toString()), line);
      assertTrue(line.contains("restore") && !line.contains("\n"), line);
      return Optional.of(line);
    }
    try {
      Await.until("the log is replayed", () -> replica.leadership().isReady());
      assertEquals(sum, replica.state().agents().sum(), "it started with something else");
      return Optional.empty();
    } finally {
      replica.close();
    }
  }

  private interface Damage {
    void to(Path directory, Random random) throws IOException;
  }

  /** Damages copies of the directory; at least {@code least} of them must refuse. */
  private void trials(String what, Path from, int count, int least, Damage damage)
      throws Exception {
    int refused = 0;
    Map<String, Integer> reasons = new TreeMap<>();
    for (int trial = 0; trial < count * FACTOR; trial++) {
      long seed = SEED + trial;
      Path copy = CopiedDirectory.copy(from, root.resolve("copy" + copies++));
      damage.to(copy, new Random(seed));
      try {
        Optional<String> line = start(copy, sums.get(from));
        refused += line.isPresent() ? 1 : 0;
        line.ifPresent(said -> reasons.merge(shape(said, copy), 1, Integer::sum));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(what + ": trial with -Dcairn.seed=" + seed, e);
      }
      CopiedDirectory.delete(copy);
    }
    System.out.printf("%s: refused %d of %d, seed %d%n", what, refused, count * FACTOR, SEED);
    reasons.forEach((said, times) -> System.out.printf("  %d x %s%n", times, said));
    assertTrue(refused >= least * FACTOR, what + ": refused " + refused + ", seed " + SEED);
  }

  private static String shape(String line, Path directory) {
    return line.replace(directory.toString(), "DIR")
        .replaceAll("[0-9a-f]*[0-9][0-9a-f]*", "N")
        .split("; ", 2)[0];
  }

  private static Path log(Path directory, String suffix, Random random) throws IOException {
    List<Path> found =
        CopiedDirectory.files(directory.resolve("log")).stream()
            .filter(file -> file.toString().endsWith(suffix) && file.toFile().length() > 0)
            .toList();
    return found.get(random.nextInt(found.size()));
  }

  private static Path snapshot(Path directory, String name) throws IOException {
    return CopiedDirectory.files(directory.resolve("snapshot")).stream()
        .filter(file -> file.endsWith(name))
        .findFirst()
        .orElseThrow();
  }

  private static void flip(Path file, Random random) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      long offset = random.nextLong(access.length());
      access.seek(offset);
      int old = access.read();
      access.seek(offset);
      access.write(old ^ (1 << random.nextInt(8)));
    }
  }

  private static void cut(Path file, Random random) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(random.nextLong(access.length()));
    }
  }

  @Test
  void without_damage_it_starts() {
    sums.forEach((directory, sum) -> assertEquals(Optional.empty(), start(directory, sum)));
  }

  @Test
  void a_flipped_bit_in_the_write_ahead_log() throws Exception {
    trials("bit in WAL", inWal, 20, 19, (dir, random) -> flip(log(dir, ".log", random), random));
  }

  @Test
  void a_truncated_write_ahead_log() throws Exception {
    trials("cut WAL", inWal, 10, 10, (dir, random) -> cut(log(dir, ".log", random), random));
  }

  @Test
  void a_damaged_table() throws Exception {
    trials("bit in SST", inTables, 6, 5, (dir, random) -> flip(log(dir, ".sst", random), random));
    trials("cut SST", inTables, 2, 2, (dir, random) -> cut(log(dir, ".sst", random), random));
  }

  @Test
  void a_missing_file_of_the_log() throws Exception {
    for (String name : List.of("CURRENT", ".sst", "MANIFEST-[0-9]+")) {
      trials("no " + name, inTables, 1, 1, (dir, random) -> remove(dir, name));
    }
    trials("no WAL", inWal, 1, 1, (dir, random) -> Files.delete(log(dir, ".log", random)));
    trials("no log", inWal, 1, 1, (dir, random) -> CopiedDirectory.delete(dir.resolve("log")));
  }

  private static void remove(Path directory, String pattern) throws IOException {
    for (Path file : CopiedDirectory.files(directory.resolve("log"))) {
      if (file.getFileName().toString().matches(".*" + pattern)) {
        Files.delete(file);
      }
    }
  }

  @Test
  void a_missing_or_altered_vote_or_watermark() throws Exception {
    for (String name : List.of("vote", "log-watermark")) {
      trials("no " + name, inWal, 1, 1, (dir, random) -> Files.delete(dir.resolve(name)));
      trials("cut " + name, inWal, 3, 3, (dir, random) -> cut(dir.resolve(name), random));
    }
    trials("bit in vote", inWal, 5, 5, (dir, random) -> flip(dir.resolve("vote"), random));
    trials(
        "old vote",
        inTables,
        1,
        1,
        (dir, random) ->
            Files.write(dir.resolve("vote"), Files.readAllBytes(inWal.resolve("vote"))));
  }

  @Test
  void a_damaged_snapshot() throws Exception {
    for (String name : List.of("cluster-state", "__raft_snapshot_meta")) {
      trials(
          "bit in " + name,
          behindSnapshot,
          6,
          name.startsWith("c") ? 6 : 5,
          (dir, random) -> flip(snapshot(dir, name), random));
      trials("no " + name, behindSnapshot, 1, 1, (dir, r) -> Files.delete(snapshot(dir, name)));
    }
    trials(
        "no snapshot",
        behindSnapshot,
        1,
        1,
        (dir, random) -> CopiedDirectory.delete(dir.resolve("snapshot")));
  }
}
