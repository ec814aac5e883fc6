package io.cairn.chaos.harness;

import io.cairn.chaos.scene.LocalScene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Takes logs and histories out of a cluster's directory before it goes. */
final class KeptFiles {
  private KeptFiles() {}

  static void copy(LocalScene scene, Path keep) throws IOException {
    Path logs = Files.createDirectories(keep.resolve("logs"));
    try (Stream<Path> files = Files.list(scene.home().resolve("logs"))) {
      for (Path file : files.toList()) {
        copy(file, logs.resolve(String.valueOf(file.getFileName())));
      }
    }
    Path histories = Files.createDirectories(keep.resolve("histories"));
    List<String> names = new ArrayList<>(scene.everCoordinators());
    names.addAll(scene.agents());
    for (String name : names) {
      if (Files.exists(scene.history(name))) {
        copy(scene.history(name), histories.resolve(name + ".jsonl"));
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
