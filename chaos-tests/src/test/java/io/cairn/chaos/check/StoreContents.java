package io.cairn.chaos.check;

import io.cairn.chaos.workload.ChaosJob;
import io.cairn.cli.offline.StoredCheckpoint;
import io.cairn.storage.blob.BlobInfo;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.snapshot.CorruptSnapshotException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files in the blob store against what the replicated state retains: nothing is missing and
 * nothing is left over. For a time at which no job runs. Asks nothing of the product's own search
 * for orphans.
 */
public final class StoreContents {
  private static final int SHOWN = 5;
  private static final String PENDING = ".pending";

  /** What should be there, and is. */
  public record Found(Set<String> needed, Set<String> present) {}

  private StoreContents() {}

  /**
   * Reads both sides.
   *
   * @param jobs all that ever were
   */
  public static Found read(BlobStore store, List<ChaosJob> jobs)
      throws IOException, InterruptedException {
    Set<String> needed = new TreeSet<>();
    Set<String> present = new TreeSet<>();
    for (ChaosJob job : jobs) {
      String root = "jobs/" + job.id();
      for (var row : job.checkpoints()) {
        if (row.path("state").asText().equals("COMPLETED")) {
          needed.addAll(files(store, root, row.path("id").asLong()));
        }
      }
      list(store, root + "/segments", present);
      list(store, root + "/checkpoints", present);
    }
    return new Found(needed, present);
  }

  private static Set<String> files(BlobStore store, String root, long checkpoint)
      throws IOException {
    String directory = root + "/checkpoints/" + checkpoint;
    Set<String> files = new TreeSet<>();
    files.add(directory + "/_metadata");
    try {
      StoredCheckpoint.read(store, root, directory)
          .tasks()
          .forEach(
              task ->
                  task.snapshot().segments().forEach(segment -> files.add(root + "/" + segment)));
    } catch (CorruptSnapshotException missing) {
      // Its metadata is among what is needed, and will be missed.
    }
    return files;
  }

  private static void list(BlobStore store, String directory, Set<String> into) throws IOException {
    for (BlobInfo entry : store.list(directory)) {
      if (entry.directory()) {
        list(store, entry.path(), into);
      } else {
        into.add(entry.path());
      }
    }
  }

  public static Verdict judge(Found found) {
    TreeMap<String, List<String>> wrong = new TreeMap<>();
    for (String file : found.needed) {
      if (!found.present.contains(file)) {
        wrong.computeIfAbsent("missing", k -> new ArrayList<>()).add(file);
      }
    }
    for (String file : found.present) {
      // What a leader left that died while it published goes with the checkpoint's directory.
      boolean published =
          file.endsWith(PENDING) && found.needed.contains(file.replace(PENDING, ""));
      if (!found.needed.contains(file) && !published) {
        wrong.computeIfAbsent("left over", k -> new ArrayList<>()).add(file);
      }
    }
    List<String> violations = new ArrayList<>();
    wrong.forEach(
        (how, files) ->
            violations.add(
                "%d files are %s: %s"
                    .formatted(
                        files.size(), how, files.subList(0, Math.min(SHOWN, files.size())))));
    return Verdict.of(
        "the blob store holds what is retained, and nothing else", found.needed.size(), violations);
  }
}
