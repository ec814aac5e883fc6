package io.cairn.process.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the history of a process, be it alive or dead. */
public final class HistoryReader {
  private HistoryReader() {}

  /**
   * All whole events of the file and of its rotated predecessor, in the order written; empty when
   * neither exists. A line that is no event (torn by a kill) is left out.
   */
  public static List<HistoryEvent> read(Path file) throws IOException {
    List<HistoryEvent> events = new ArrayList<>();
    for (Path part : List.of(HistoryWriter.old(file), file)) {
      if (Files.exists(part)) {
        String text = new String(Files.readAllBytes(part), StandardCharsets.UTF_8);
        text.lines().forEach(line -> HistoryEvent.parse(line).ifPresent(events::add));
      }
    }
    return List.copyOf(events);
  }
}
