package io.cairn.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installs Cairn from its archive, and runs a job on a cluster of three, with nothing but Java. */
class DistributionIT {
  private static final Pattern COORDINATORS = Pattern.compile("CAIRN_COORDINATORS=(\\S+)");
  private static final Duration BOUND = Duration.ofMinutes(2);

  @TempDir private static Path scratch;

  @SuppressWarnings("NullAway.Init") // set before all tests
  private static Installation cairn;

  @BeforeAll
  static void unpack() throws Exception {
    cairn = Installation.unpack(scratch);
  }

  @Test
  void everythingPromisedIsInIt() {
    for (String name :
        List.of(
            "bin/cairn",
            "conf/coordinator.yaml",
            "conf/agent.yaml",
            "docs/architecture.md",
            "examples/data/flights-2001-20k.csv",
            "LICENSE",
            "NOTICE",
            "THIRD-PARTY.txt",
            "licences/logback/EPL-2.0.md")) {
      assertTrue(Files.isRegularFile(cairn.directory().resolve(name)), name + " is missing");
    }
  }

  @Test
  void noClassIsInItTwice() throws IOException {
    Map<String, Path> owners = new HashMap<>();
    for (Path library : libraries()) {
      try (JarFile jar = new JarFile(library.toFile())) {
        jar.stream()
            .map(entry -> entry.getName())
            .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
            .forEach(
                name -> {
                  Path other = owners.put(name, library);
                  assertTrue(other == null, () -> name + " is in " + other + " and " + library);
                });
      }
    }
    assertTrue(owners.size() > 10_000, () -> "only " + owners.size() + " classes");
  }

  @Test
  void everyLibraryIsListedWithItsLicence() throws IOException {
    String listed = Files.readString(cairn.directory().resolve("THIRD-PARTY.txt"), UTF_8);
    for (Path library : libraries()) {
      String artifact = artifact(library);
      assertTrue(
          artifact.startsWith("cairn-") || listed.contains(":" + artifact + ":"),
          () -> library + " is not in THIRD-PARTY.txt");
    }
  }

  @Test
  void everyLibraryIsInTheSbom() throws IOException {
    assumeFalse(
        "offline=true".equals(System.getProperty("cairn.maven")),
        "the plugin makes no SBOM when Maven is offline");
    String components = Files.readString(cairn.directory().resolve("sbom.cdx.json"), UTF_8);
    for (Path library : libraries()) {
      String name = "\"name\" : \"" + artifact(library) + "\"";
      assertTrue(components.contains(name), () -> library + " is not in the SBOM");
    }
  }

  @Test
  void aJobRunsOnAClusterOfThree() throws Exception {
    Path output = scratch.resolve("dev.txt");
    Process dev = cairn.start(output, Map.of(), "dev", "--no-job", "--store", "file");
    try {
      Map<String, String> addresses = Map.of("CAIRN_COORDINATORS", coordinators(dev, output));
      Path words = scratch.resolve("words");
      cairn.run(
          addresses,
          "job",
          "submit",
          libraries().stream()
              .filter(library -> library.getFileName().toString().startsWith("cairn-examples-"))
              .findFirst()
              .orElseThrow()
              .toString(),
          "--class",
          "io.cairn.examples.wordcount.WordCount",
          "--set",
          "input=" + cairn.directory().resolve("LICENSE").toUri(),
          "--set",
          "output=" + words.toUri());
      until(dev, output, () -> cairn.run(addresses, "job", "list").contains("FINISHED"));
      try (Stream<Path> parts = Files.list(words.resolve("committed"))) {
        assertTrue(parts.anyMatch(part -> read(part).contains("license ")), "no word was counted");
      }
    } finally {
      dev.destroy();
      assertTrue(dev.waitFor(30, TimeUnit.SECONDS), "dev did not end");
    }
  }

  private static List<Path> libraries() throws IOException {
    try (Stream<Path> files = Files.list(cairn.directory().resolve("lib"))) {
      List<Path> all = files.sorted().toList();
      assertEquals(
          all, all.stream().filter(file -> file.toString().endsWith(".jar")).toList(), "lib");
      return all;
    }
  }

  private static String artifact(Path library) {
    return library.getFileName().toString().replaceFirst("-[0-9].*", "");
  }

  private static String coordinators(Process dev, Path output) throws Exception {
    until(dev, output, () -> COORDINATORS.matcher(read(output)).find());
    Matcher line = COORDINATORS.matcher(read(output));
    assertTrue(line.find());
    return line.group(1);
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void until(Process dev, Path output, Condition condition) throws Exception {
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (!condition.holds()) {
      assertTrue(
          dev.isAlive() && System.nanoTime() < deadline,
          () -> "not within " + BOUND.toSeconds() + " s; dev said:\n" + read(output));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
