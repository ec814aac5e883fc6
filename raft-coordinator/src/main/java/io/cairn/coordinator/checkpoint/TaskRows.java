package io.cairn.coordinator.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a checkpoint's tasks, by task, with the sum of their hashes. Tasks are dense, so the
 * rows lie in chunks which neighbouring versions share: a change copies one chunk and the list of
 * chunks, and many changes at once ({@link Edit}) copy each only once. Immutable.
 */
public final class TaskRows {
  private static final int CHUNK = 64;
  private static final TaskRows EMPTY = new TaskRows(new @Nullable TaskProgress[0][], 0, 0);

  private final @Nullable TaskProgress[][] chunks;
  private final int size;
  private final long sum;

  private TaskRows(@Nullable TaskProgress[][] chunks, int size, long sum) {
    this.chunks = chunks;
    this.size = size;
    this.sum = sum;
  }

  /** No rows. */
  public static TaskRows empty() {
    return EMPTY;
  }

  /** The task's row; null when it has none. */
  public @Nullable TaskProgress get(int task) {
    return at(chunks, task);
  }

  /** Whether the task has a row. */
  public boolean contains(int task) {
    return get(task) != null;
  }

  /** Number of rows. */
  public int size() {
    return size;
  }

  /** Sum of the rows' hashes. */
  public long sum() {
    return sum;
  }

  /** The rows in the order of their tasks. */
  public List<TaskProgress> values() {
    List<TaskProgress> all = new ArrayList<>(size);
    for (@Nullable TaskProgress[] chunk : chunks) {
      for (TaskProgress row : chunk) {
        if (row != null) {
          all.add(row);
        }
      }
    }
    return all;
  }

  /** These rows with one more, or with another in its place. */
  public TaskRows plus(TaskProgress row) {
    Edit edit = edit();
    edit.put(row);
    return edit.done();
  }

  /** Begins several changes. */
  public Edit edit() {
    return new Edit(this);
  }

  /** Changes on their way to the next version; of the method that began them. */
  public static final class Edit {
    private @Nullable TaskProgress[][] chunks;
    private final boolean[] copied;
    private int size;
    private long sum;
    private boolean done;

    private Edit(TaskRows from) {
      this.chunks = from.chunks.clone();
      this.copied = new boolean[JobGraph.MAX_TASKS / CHUNK + 1];
      this.size = from.size;
      this.sum = from.sum;
    }

    /** As it is now. */
    @Nullable TaskProgress get(int task) {
      return at(chunks, task);
    }

    /** Sets a task's row; the task is one that a graph can have. */
    public void put(TaskProgress row) {
      if (done) {
        throw new IllegalStateException("the rows are made already");
      }
      if (row.task() < 0 || row.task() >= JobGraph.MAX_TASKS) {
        throw new IllegalArgumentException("no graph has a task " + row.task());
      }
      TaskProgress old = at(chunks, row.task());
      own(row.task() / CHUNK)[row.task() % CHUNK] = row;
      sum += row.stateHash();
      if (old == null) {
        size++;
      } else {
        sum -= old.stateHash();
      }
    }

    /** The next version; ends the changes. */
    public TaskRows done() {
      done = true;
      return new TaskRows(chunks, size, sum);
    }

    private @Nullable TaskProgress[] own(int index) {
      int before = chunks.length;
      if (index >= before) {
        chunks = Arrays.copyOf(chunks, index + 1);
        for (int i = before; i <= index; i++) {
          chunks[i] = new @Nullable TaskProgress[CHUNK];
          copied[i] = true;
        }
      } else if (!copied[index]) {
        chunks[index] = chunks[index].clone();
        copied[index] = true;
      }
      return chunks[index];
    }
  }

  private static @Nullable TaskProgress at(@Nullable TaskProgress[][] chunks, int task) {
    int chunk = task / CHUNK;
    return task < 0 || chunk >= chunks.length ? null : chunks[chunk][task % CHUNK];
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TaskRows rows
        && size == rows.size
        && sum == rows.sum
        && (chunks == rows.chunks || values().equals(rows.values()));
  }

  @Override
  public int hashCode() {
    return Long.hashCode(sum);
  }

  @Override
  public String toString() {
    return values().toString();
  }
}
