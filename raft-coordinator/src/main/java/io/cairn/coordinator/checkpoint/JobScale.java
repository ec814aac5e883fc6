package io.cairn.coordinator.checkpoint;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How wide a job is to be, and how wide it was. Its specification has the parallelism of now.
 *
 * @param wish another parallelism, which waits for a cut; null: none
 * @param unproven whether no attempt has been RUNNING with the parallelism of now: if a task fails
 *     before, it is taken back
 * @param former the parallelism of each operator, in graph order, in older attempts: the key is the
 *     number of the last attempt that had it. Kept as long as a checkpoint of such an attempt is.
 */
public record JobScale(
    @Nullable Wish wish, boolean unproven, SortedMap<Attempt, List<Integer>> former) {
  /** Never rescaled. */
  public static final JobScale NONE = new JobScale(null, false, Collections.emptySortedMap());

  /** Copies the map. */
  public JobScale {
    TreeMap<Attempt, List<Integer>> copy = new TreeMap<>();
    former.forEach((attempt, parallelism) -> copy.put(attempt, List.copyOf(parallelism)));
    former = Collections.unmodifiableSortedMap(copy);
  }

  /**
   * A person wants another parallelism. It outlives attempts.
   *
   * @param parallelism of each operator, in graph order
   * @param who wants it, as they call themselves
   */
  public record Wish(List<Integer> parallelism, String who) {
    /** Copies the list. */
    public Wish {
      parallelism = List.copyOf(parallelism);
    }
  }

  /** The graph that an attempt had; {@code now} is that of the specification. */
  JobGraph graphOf(Attempt attempt, JobGraph now) {
    for (Map.Entry<Attempt, List<Integer>> entry : former.tailMap(attempt).entrySet()) {
      return now.withParallelism(entry.getValue());
    }
    return now;
  }

  JobScale withWish(@Nullable Wish wanted) {
    return new JobScale(wanted, unproven, former);
  }

  JobScale proven() {
    return new JobScale(wish, false, former);
  }

  /**
   * The wish has come true: {@code before} was the parallelism up to the attempt {@code last}.
   *
   * @param checkpoints those that the job has
   */
  JobScale switched(List<Integer> before, Attempt last, Iterable<CheckpointState> checkpoints) {
    TreeMap<Attempt, List<Integer>> all = new TreeMap<>(former);
    all.putIfAbsent(last, before); // no attempt since: nothing of before ever ran
    TreeMap<Attempt, List<Integer>> needed = new TreeMap<>();
    for (CheckpointState checkpoint : checkpoints) {
      Map.Entry<Attempt, List<Integer>> entry = all.ceilingEntry(checkpoint.attempt());
      if (entry != null) {
        needed.put(entry.getKey(), entry.getValue());
      }
    }
    needed.putAll(all.tailMap(last, true));
    return new JobScale(null, true, needed);
  }

  /** What it was before the parallelism of now; that of now when it was never another. */
  List<Integer> before(List<Integer> now) {
    List<Integer> newest = now;
    for (List<Integer> parallelism : former.values()) {
      newest = parallelism;
    }
    return newest;
  }

  /** The parallelism of now did not work: that of before is back. */
  JobScale takenBack() {
    TreeMap<Attempt, List<Integer>> rest = new TreeMap<>(former);
    rest.pollLastEntry();
    return new JobScale(wish, false, rest);
  }

  /** Adds nothing for what older logs do not have. */
  void addTo(Hash64 hash) {
    if (this.equals(NONE)) {
      return;
    }
    hash.add("scale").add(unproven).add(wish != null);
    if (wish != null) {
      add(hash, wish.parallelism());
      hash.add(wish.who());
    }
    former.forEach((attempt, parallelism) -> add(hash.add(attempt.value()), parallelism));
    hash.add(former.size());
  }

  private static void add(Hash64 hash, List<Integer> parallelism) {
    parallelism.forEach(hash::add);
    hash.add(parallelism.size());
  }
}
