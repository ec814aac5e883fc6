package io.cairn.process.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Follows a history that is being written: each {@link #poll} gives the events added since the
 * last. Not thread-safe: the thread that polls owns it.
 */
public final class HistoryTail {
  private final LineTail lines;

  /** Follows {@code file} from its beginning; it need not exist yet. */
  public HistoryTail(Path file) {
    lines = new LineTail(file);
  }

  /**
   * The new whole events, in order; empty when there are none. Events lost to rotation are lost.
   */
  public List<HistoryEvent> poll() throws IOException {
    return lines.poll().stream().map(HistoryEvent::parse).flatMap(Optional::stream).toList();
  }
}
