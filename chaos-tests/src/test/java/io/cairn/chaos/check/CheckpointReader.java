package io.cairn.chaos.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.chaos.workload.ChaosJob;
import io.cairn.cli.offline.StoredCheckpoint;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.blob.BlobStores;
import io.cairn.storage.snapshot.CorruptSnapshotException;
import io.cairn.storage.snapshot.RestoreRequest;
import io.cairn.storage.snapshot.SnapshotRestore;
import io.cairn.storage.snapshot.SnapshotVerifier;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads every completed checkpoint back from the blob store, without a cluster, while faults
 * strike: each block's checksum, and for those jobs for which an audit is known each task's files,
 * restored as an agent would. One that has been subsumed before it was read is counted as missed.
 *
 * <p>{@link #watch} may be called by any thread; the rest is of one.
 */
public final class CheckpointReader {
  /** Looks into a restored checkpoint. */
  @FunctionalInterface
  public interface Audit {
    /**
     * What is wrong with it, if anything.
     *
     * @param restored the directory of each task by its name, such as {@code give/1}
     */
    Optional<String> problem(Map<String, Path> restored) throws IOException;
  }

  private static final Set<String> RETAINED = Set.of("COMPLETED");

  private final Path scratch;
  private final Map<Long, Audit> audits = new HashMap<>();
  private final Map<Long, ChaosJob> jobs = new TreeMap<>();
  private final Set<String> done = new HashSet<>();
  private final Set<String> seen = new HashSet<>();
  private final List<String> violations = new ArrayList<>();
  private long verified;
  private long restored;

  public CheckpointReader(Path scratch) {
    this.scratch = scratch;
  }

  /** Also restores the checkpoints of this job and lets the audit look into them. */
  public synchronized void watch(ChaosJob job, Audit audit) {
    audits.put(job.id(), audit);
  }

  /**
   * Reads what is completed and was not read yet. What cannot be reached now is left for later.
   *
   * @param now the jobs there are now; those of earlier calls are remembered
   */
  public void look(List<ChaosJob> now, String root, Map<String, String> hadoop) {
    now.forEach(job -> jobs.put(job.id(), job));
    try (BlobStore store = BlobStores.open(URI.create(root), hadoop)) {
      for (ChaosJob job : List.copyOf(jobs.values())) {
        for (long checkpoint : unread(job)) {
          read(store, job, checkpoint);
        }
      }
    } catch (IOException | RuntimeException | InterruptedException unreachable) {
      // The store or the cluster is under a fault; the next look goes on.
      if (unreachable instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private List<Long> unread(ChaosJob job) throws InterruptedException {
    List<Long> unread = new ArrayList<>();
    for (JsonNode row : job.checkpoints()) {
      long id = row.path("id").asLong();
      boolean completed = row.path("reason").asText().isEmpty();
      if (RETAINED.contains(row.path("state").asText())) {
        if (!done.contains(job.id() + "/" + id)) {
          unread.add(id);
        }
        seen.add(job.id() + "/" + id);
      } else if (completed && row.path("state").asText().equals("SUBSUMED")) {
        seen.add(job.id() + "/" + id);
      }
    }
    return unread;
  }

  private void read(BlobStore store, ChaosJob job, long checkpoint)
      throws IOException, InterruptedException {
    String jobRoot = "jobs/" + job.id();
    String directory = jobRoot + "/checkpoints/" + checkpoint;
    Optional<String> problem;
    try {
      if (!store.exists(directory + "/_metadata") && retained(job, checkpoint)) {
        return; // COMPLETED is in the log, and the next leader publishes it
      }
      StoredCheckpoint stored = StoredCheckpoint.read(store, jobRoot, directory);
      verify(store, stored);
      problem = audit(store, job, stored);
    } catch (CorruptSnapshotException e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
    }
    if (problem.isPresent()) {
      if (!retained(job, checkpoint)) {
        return; // subsumed and deleted while it was read
      }
      violations.add("checkpoint %d of %s: %s".formatted(checkpoint, job.name(), problem.get()));
    }
    verified++;
    done.add(job.id() + "/" + checkpoint);
  }

  private static boolean retained(ChaosJob job, long checkpoint) throws InterruptedException {
    return job.checkpoint(checkpoint).path("state").asText().equals("COMPLETED");
  }

  private static void verify(BlobStore store, StoredCheckpoint stored) throws IOException {
    SnapshotVerifier verifier = new SnapshotVerifier(store, SnapshotVerifier.Depth.BLOCKS);
    for (StoredCheckpoint.Task task : stored.tasks()) {
      verifier.verify(stored.jobRoot(), task.name(), task.snapshot());
    }
    List<CorruptSnapshotException> rest = verifier.verifyRest();
    if (!rest.isEmpty()) {
      throw rest.get(0);
    }
  }

  private Optional<String> audit(BlobStore store, ChaosJob job, StoredCheckpoint stored)
      throws IOException {
    Audit audit;
    synchronized (this) {
      audit = audits.get(job.id());
    }
    if (audit == null) {
      return Optional.empty();
    }
    Path directory = Files.createTempDirectory(scratch, "restored");
    try {
      Map<String, Path> tasks = new TreeMap<>();
      for (StoredCheckpoint.Task task : stored.tasks()) {
        Path target = directory.resolve(task.name().replace('/', '-'));
        new SnapshotRestore(store)
            .restore(
                new RestoreRequest(stored.jobRoot(), task.name(), task.snapshot(), target, null));
        tasks.put(task.name(), target);
      }
      restored++;
      return audit.problem(tasks);
    } finally {
      delete(directory);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /**
   * What was found. A checkpoint that is retained now and was never readable is a violation.
   *
   * @param unread names of checkpoints that are retained and that no look could read
   */
  public Verdict verdict(List<String> unread) {
    List<String> all = new ArrayList<>(violations);
    unread.forEach(each -> all.add("checkpoint " + each + " is retained and cannot be read"));
    return Verdict.of("every completed checkpoint restores", verified, all)
        .with(
            "%d read block by block, %d of them restored and their money counted, %d gone before"
                .formatted(verified, restored, Math.max(0, seen.size() - verified)));
  }

  /** Every job that a look was told of. */
  public List<ChaosJob> jobs() {
    return List.copyOf(jobs.values());
  }

  /** The checkpoints that are retained now and were not read. */
  public List<String> unread() throws InterruptedException {
    List<String> names = new ArrayList<>();
    for (ChaosJob job : jobs.values()) {
      unread(job).forEach(id -> names.add(id + " of " + job.name()));
    }
    return names;
  }
}
