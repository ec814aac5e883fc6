package io.cairn.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The archive unpacked, on a machine that has a Java and the most common commands, and neither
 * Maven nor a compiler on its path.
 */
final class Installation {
  /** What bin/cairn calls; java comes from JAVA_HOME. */
  private static final List<String> COMMANDS =
      List.of("bash", "env", "dirname", "readlink", "sed", "head");

  private static final long BOUND_SECONDS = 60;

  private final Path directory;
  private final Path home;
  private final Path path;

  private Installation(Path directory, Path home, Path path) {
    this.directory = directory;
    this.home = home;
    this.path = path;
  }

  static Path archive() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      List<Path> archives =
          files.filter(file -> file.getFileName().toString().endsWith(".tar.gz")).toList();
      assertEquals(1, archives.size(), () -> "archives in target: " + archives);
      return archives.get(0).toAbsolutePath();
    }
  }

  static Installation unpack(Path scratch) throws IOException, InterruptedException {
    Process tar =
        new ProcessBuilder("tar", "xzf", archive().toString(), "-C", scratch.toString())
            .inheritIO()
            .start();
    assertTrue(tar.waitFor(BOUND_SECONDS, TimeUnit.SECONDS) && tar.exitValue() == 0, "tar");
    Path home = Files.createDirectory(scratch.resolve("home"));
    Path path = Files.createDirectory(scratch.resolve("path"));
    for (String command : COMMANDS) {
      Path there = Path.of("/usr/bin", command);
      Path script = path.resolve(command);
      Files.writeString(
          script,
          "#!/bin/sh\nexec " + (Files.exists(there) ? there : "/bin/" + command) + " \"$@\"\n",
          UTF_8);
      assertTrue(script.toFile().setExecutable(true), () -> script + " cannot be made executable");
    }
    String name = archive().getFileName().toString();
    return new Installation(
        scratch.resolve(name.substring(0, name.length() - ".tar.gz".length())), home, path);
  }

  Path directory() {
    return directory;
  }

  /** Starts bin/cairn in an environment of nothing but these variables. */
  Process start(Path output, Map<String, String> more, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(directory.resolve("bin/cairn").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().put("HOME", home.toString());
    builder.environment().put("PATH", path.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("TMPDIR", home.toString());
    builder.environment().putAll(more);
    return builder.start();
  }

  /** Runs bin/cairn to its end, which must be a success; what it printed. */
  String run(Map<String, String> more, String... arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(home, "output", ".txt");
    Process process = start(output, more, arguments);
    boolean ended = process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    String text = Files.readString(output, UTF_8);
    assertTrue(
        ended && process.exitValue() == 0, () -> String.join(" ", arguments) + " failed:\n" + text);
    return text;
  }
}
