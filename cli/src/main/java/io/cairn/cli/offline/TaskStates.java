package io.cairn.cli.offline;

import io.cairn.cli.terminal.Words;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.snapshot.RestoreRequest;
import io.cairn.storage.snapshot.SnapshotRestore;
import io.cairn.storage.state.StateInspector;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fetches a task's files into a temporary directory and shows its states. Of one thread. */
final class TaskStates {
  private final BlobStore store;
  private final String jobRoot;
  private final PrintWriter out;

  TaskStates(BlobStore store, String jobRoot, PrintWriter out) {
    this.store = store;
    this.jobRoot = jobRoot;
    this.out = out;
  }

  /** Shows the states, or the first keys of one of them. */
  void show(StoredCheckpoint.Task task, @Nullable String keysOf, int limit) throws IOException {
    Path directory = Files.createTempDirectory("cairn-inspect");
    try {
      Path target = directory.resolve("task");
      new SnapshotRestore(store)
          .restore(new RestoreRequest(jobRoot, task.name(), task.snapshot(), target, null));
      out.println();
      out.println("task " + task.name());
      if (!StateInspector.hasKeyedState(target)) {
        out.println("  no keyed state");
        return;
      }
      try (StateInspector states = StateInspector.open(target)) {
        if (keysOf == null) {
          showStates(states);
        } else {
          showKeys(states, keysOf, limit);
        }
      }
    } finally {
      delete(directory);
    }
  }

  private void showStates(StateInspector states) throws IOException {
    for (StateInspector.Found found : states.states()) {
      out.println(
          "  "
              + found.name()
              + "  "
              + found.schema()
              + "  "
              + Words.bytes(found.bytes())
              + "  about "
              + found.estimatedRows()
              + " rows");
    }
  }

  private void showKeys(StateInspector states, String keysOf, int limit) throws IOException {
    for (StateInspector.FoundKey found : states.keys(keysOf, limit)) {
      out.println("  group " + found.keyGroup() + "  " + readable(found.key().toByteArray()));
    }
  }

  /** as text when it is plain ASCII, else in hexadecimal. */
  private static String readable(byte[] key) {
    StringBuilder text = new StringBuilder();
    for (byte b : key) {
      if (b < ' ' || b > '~') {
        return "0x" + HexFormat.of().formatHex(key);
      }
      text.append((char) b);
    }
    return "\"" + text + "\"";
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
