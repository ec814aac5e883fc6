package io.cairn.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the module {@code examples} has for a run: its jar and its input. */
public final class ExampleFiles {
  private static final Path ROOT = Path.of(System.getProperty("user.dir")).resolveSibling(".");

  /** 20,000 flights. */
  public static final Path FLIGHTS =
      ROOT.resolve("examples/data/flights-2001-20k.csv").toAbsolutePath().normalize();

  private ExampleFiles() {}

  /** The jar with the jobs, without its sources and tests. */
  public static Path jar() throws IOException {
    try (Stream<Path> built = Files.list(ROOT.resolve("examples/target"))) {
      return built
          .filter(
              path -> path.getFileName().toString().matches("cairn-examples-[^-]+(-SNAPSHOT)?.jar"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("build the module 'examples' first"));
    }
  }
}
