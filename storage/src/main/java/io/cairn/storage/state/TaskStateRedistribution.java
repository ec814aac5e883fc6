package io.cairn.storage.state;

import io.cairn.storage.snapshot.LocalSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Shares out the task state of older tasks among another number of tasks. Pure but for files. */
final class TaskStateRedistribution {

  private final int instance;
  private final int parallelism;
  private final List<InMemoryTaskState> old;

  private TaskStateRedistribution(int instance, int parallelism, List<InMemoryTaskState> old) {
    this.instance = instance;
    this.parallelism = parallelism;
    this.old = old;
  }

  /** Reads the task state of all parts and makes that of the new task. */
  static InMemoryTaskState of(RescaleRequest request) throws IOException {
    List<InMemoryTaskState> old = new ArrayList<>();
    for (StatePart part : request.parts()) {
      old.add(InMemoryTaskState.read(part.directory().resolve(LocalSnapshot.TASK_STATE_FILE)));
    }
    return of(request.instance(), request.parallelism(), old);
  }

  /**
   * Makes the task state of one new task.
   *
   * @param old that of the older tasks, in the order of their instances
   */
  static InMemoryTaskState of(int instance, int parallelism, List<InMemoryTaskState> old) {
    TaskStateRedistribution redistribution =
        new TaskStateRedistribution(instance, parallelism, old);
    TreeSet<String> names = new TreeSet<>();
    old.forEach(state -> names.addAll(state.entries().keySet()));
    InMemoryTaskState result = new InMemoryTaskState();
    names.forEach(name -> result.put(name, redistribution.entry(name)));
    return result;
  }

  private TaskStateEntry entry(String name) {
    TaskState.@Nullable Redistribution how = null;
    @Nullable TaskStateEntry first = null;
    List<byte[]> all = new ArrayList<>();
    for (InMemoryTaskState state : old) {
      TaskStateEntry entry = state.entries().get(name);
      if (entry == null) {
        continue;
      }
      if (first == null) {
        first = entry;
        how = entry.redistribution();
      } else if (entry.redistribution() != how) {
        throw refused(name, "it is a list in some tasks, of another kind in others");
      }
      all.addAll(entry.elements());
    }
    if (first == null) {
      throw new IllegalStateException("no older task has the task state " + name);
    }
    if (how == null) {
      return sameBlob(name, first);
    }
    return new TaskStateEntry(how, how == TaskState.Redistribution.UNION ? all : dealt(all));
  }

  private List<byte[]> dealt(List<byte[]> all) {
    List<byte[]> mine = new ArrayList<>();
    for (int i = instance; i < all.size(); i += parallelism) {
      mine.add(all.get(i));
    }
    return mine;
  }

  private TaskStateEntry sameBlob(String name, TaskStateEntry first) {
    for (InMemoryTaskState state : old) {
      TaskStateEntry entry = state.entries().get(name);
      if (entry == null || !entry.sameAs(first)) {
        throw refused(name, "it is a blob that differs between the tasks; only lists are shared");
      }
    }
    return first;
  }

  private IncompatibleStateException refused(String name, String why) {
    return new IncompatibleStateException(
        "task state " + name, "that of " + old.size() + " tasks", "that of " + parallelism, why);
  }
}
