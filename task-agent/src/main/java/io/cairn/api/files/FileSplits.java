package io.cairn.api.files;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a file that an instance has still to read, in order. Of the task's thread.
 *
 * <p>A checkpoint holds them divided further: at a greater parallelism there is then something for
 * each instance, and whoever gets several reads them in the same order as if they were one.
 */
final class FileSplits {

  /** Into so many parts, of 41 bytes each, a checkpoint divides what an instance has left. */
  static final int PARTS = 8;

  /** What is shorter than twice this is not divided: opening a part costs more than reading it. */
  private static final long LEAST_BYTES = 1 << 10;

  private final PriorityQueue<FileSplit> waiting = new PriorityQueue<>();
  private final long passes;

  /**
   * @param passes how often each part is read
   */
  FileSplits(long passes) {
    this.passes = passes;
  }

  /** Adds what is left of a part, if anything is. */
  void add(FileSplit split) {
    if (split.pass() < passes && split.from() < split.to()) {
      waiting.add(split);
    }
  }

  /** Takes the part that is read next; null at the end. */
  @Nullable FileSplit take() {
    return waiting.poll();
  }

  /** All parts, divided, in the order in which they are read. */
  List<FileSplit> divided(@Nullable FileSplit current) {
    List<FileSplit> parts = new ArrayList<>(waiting);
    if (current != null) {
      parts.add(current);
    }
    while (!parts.isEmpty() && parts.size() < PARTS) {
      FileSplit largest = Collections.max(parts, Comparator.comparingLong(this::divisible));
      if (divisible(largest) < 2 * LEAST_BYTES) {
        break;
      }
      long middle = largest.to() - divisible(largest) / 2;
      parts.remove(largest);
      parts.add(largest.head(middle));
      parts.add(largest.tail(middle));
    }
    parts.removeIf(part -> part.pass() >= passes);
    Collections.sort(parts);
    return parts;
  }

  /** In its last pass only what is left of it counts. */
  private long divisible(FileSplit split) {
    return split.pass() + 1 < passes ? split.to() - split.from() : split.left();
  }
}
