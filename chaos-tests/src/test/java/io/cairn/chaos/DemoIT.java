package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo as a person runs it, on its own HDFS, with kills at other moments for each seed. */
@Tag("full")
class DemoIT {

  private static final long BOUND_MINUTES = 4;

  @TempDir Path directory;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void theDemoIsExactAndTheLeaderCostsNothing(long seed) throws Exception {
    Path json = directory.resolve("demo.json");
    Path log = directory.resolve("demo.log");
    Process demo =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Dcom.google.protobuf.use_unsafe_pre22_gencode=true",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.cairn.cli.CairnMain",
                    "demo",
                    "--seed",
                    String.valueOf(seed),
                    "--json",
                    json.toString()))
            .directory(Path.of("..").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertTrue(
          demo.waitFor(BOUND_MINUTES, TimeUnit.MINUTES), () -> "the demo ends: " + read(log));
      assertEquals(0, demo.exitValue(), () -> read(log));
    } finally {
      demo.destroyForcibly();
    }
    JsonNode figures = new ObjectMapper().readTree(Files.readString(json));
    JsonNode leaderKill = figures.path("leaderKill");
    assertTrue(figures.path("exact").asBoolean(), figures.toPrettyString());
    assertTrue(figures.path("records").asLong() > 0, figures.toPrettyString());
    assertTrue(leaderKill.path("acksBefore").asInt() > 0, figures.toPrettyString());
    assertTrue(leaderKill.path("completedSameId").asBoolean(), figures.toPrettyString());
    assertEquals(0, leaderKill.path("acksRepeated").asInt(-1), figures.toPrettyString());
    assertEquals(0, leaderKill.path("tasksRestarted").asInt(-1), figures.toPrettyString());
    assertTrue(
        figures.path("agentKill").path("runningAgainMillis").asLong() > 0,
        figures.toPrettyString());
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }
}
