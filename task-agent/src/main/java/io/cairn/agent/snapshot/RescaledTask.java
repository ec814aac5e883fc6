package io.cairn.agent.snapshot;

import io.cairn.storage.snapshot.StoredSnapshot;
import io.cairn.storage.state.KeyGroupRange;
import io.cairn.storage.state.StateSettings;
import java.nio.file.Path;
import java.util.List;

/**
 * A task whose operator had another parallelism in the checkpoint.
 *
 * @param cut which checkpoint it was
 * @param name for people: {@code operator/instance}
 * @param keyed whether the operator keeps state by key; else only its task state is fetched
 * @param settings with the key groups that the task owns now
 * @param instance its place among its operator's tasks now
 * @param parallelism how many they are now
 * @param old all tasks of the operator in the checkpoint, in the order of their instances
 * @param target does not exist or is empty; beside it a directory for the older state is made and
 *     removed
 */
public record RescaledTask(
    TaskRestorer.Cut cut,
    String name,
    boolean keyed,
    StateSettings settings,
    int instance,
    int parallelism,
    List<OldTask> old,
    Path target) {

  /** Copies the list. */
  public RescaledTask {
    old = List.copyOf(old);
  }

  /**
   * A task in the checkpoint.
   *
   * @param task its number in the job then
   * @param name for people: {@code operator/instance}
   * @param keyGroups that it owned
   */
  public record OldTask(int task, String name, StoredSnapshot snapshot, KeyGroupRange keyGroups) {}
}
