package io.cairn.cli.demo;

import io.cairn.cli.CliException;
import io.cairn.process.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the input of the demo's job. */
public final class InputFile {
  /** The text of the option, the same for demo and dev. */
  public static final String OPTION =
      "Flights to read (default: 20,000 of 2001, in examples/data).";

  private static final String DEFAULT = "examples/data/flights-2001-20k.csv";

  private InputFile() {}

  /**
   * The file given, or the one that comes with Cairn: beside {@code bin/cairn} in a checkout and in
   * a distribution alike.
   */
  public static Path find(@Nullable Path given) {
    if (given != null) {
      return given.toAbsolutePath().normalize();
    }
    String home = System.getProperty("cairn.home", "");
    Path file = Path.of(home).resolve(DEFAULT).toAbsolutePath().normalize();
    if (!Files.exists(file)) {
      throw new CliException(
          ExitCode.USAGE, "the default input " + file + " is missing; give --input CSV");
    }
    return file;
  }

  /** True when the file can be written, or made, here and now. */
  public static boolean writable(Path file) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      return !Files.isDirectory(file)
          && parent != null
          && Files.isDirectory(parent)
          && (Files.exists(file) ? Files.isWritable(file) : Files.isWritable(parent.toRealPath()));
    } catch (IOException e) {
      return false;
    }
  }
}
