package io.cairn.agent.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.process.ExitCode;
import io.cairn.process.config.ConfigException;
import io.cairn.process.logging.LogFormat;
import io.cairn.storage.state.StateMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentConfigTest {

  private static final String GOOD =
      """
      id: a1
      dataDir: DIRECTORY
      data: {bind: "127.0.0.1:0"}
      coordinators: ["127.0.0.1:7201", "127.0.0.1:7202"]
      slots: 4
      blobStore: file:///tmp/store
      uploadBytesPerSecond: 1000
      state: {memoryBytes: 33554432, writeBufferPercent: 40}
      hadoop: {dfs.client.socket-timeout: "4000"}
      """;

  @TempDir Path directory;

  @Test
  void a_whole_file_is_read() throws IOException {
    AgentConfig config = AgentConfig.read(write(GOOD));
    assertEquals("a1", config.id());
    assertEquals(List.of("127.0.0.1:7201", "127.0.0.1:7202"), config.coordinators());
    assertEquals(4, config.slots());
    assertEquals(1000, config.uploadBytesPerSecond());
    assertEquals(new StateMemory(32 << 20, 40), config.stateMemory());
    assertEquals("4000", config.hadoop().get("dfs.client.socket-timeout"));
  }

  @Test
  void the_state_section_has_defaults() throws IOException {
    AgentConfig config =
        AgentConfig.read(
            write(GOOD.replace("state: {memoryBytes: 33554432, writeBufferPercent: 40}\n", "")));
    assertEquals(StateMemory.ofDefaultSizes(), config.stateMemory());
  }

  @Test
  void figures_have_a_default_address_that_gives_way_and_one_in_the_file_does_not()
      throws IOException {
    AgentConfig config = AgentConfig.read(write(GOOD));
    assertEquals("127.0.0.1:7501", config.metrics().address().toString());
    assertFalse(config.metrics().inFile());
    assertEquals(LogFormat.PLAIN, config.logFormat());
    AgentConfig other =
        AgentConfig.read(write(GOOD + "metrics: {bind: \"127.0.0.1:0\"}\nlog: {format: json}\n"));
    assertTrue(other.metrics().inFile());
    assertEquals(LogFormat.JSON, other.logFormat());
  }

  @Test
  void each_error_names_file_line_and_key() throws IOException {
    assertFault("id: a1", "id: A 1", ":1: id");
    assertFault("slots: 4", "slots: many", ":5: slots");
    assertFault("slots: 4", "slot: 4", ":5: slot");
    assertFault("file:///tmp/store", "store", ":6: blobStore");
    assertFault("33554432", "1000", ":8: state.memoryBytes");
    assertFault("writeBufferPercent: 40", "writeBufferPercent: 61", "state.writeBufferPercent");
    assertFault("127.0.0.1:7202", "7202", "coordinators");
    assertFault("127.0.0.1:0", "0.0.0.0:0", "advertisedHost");
  }

  @Test
  void the_process_ends_with_code_2_on_a_bad_file() throws IOException {
    assertEquals(ExitCode.USAGE, AgentMain.run(directory.resolve("missing.yaml")));
    assertEquals(ExitCode.USAGE, AgentMain.run(write("id: a1\n")));
  }

  @Test
  void beyond_loopback_it_starts_only_secured_or_when_that_is_allowed() throws IOException {
    String open = GOOD.replace("127.0.0.1:0", "0.0.0.0:0\", advertisedHost: \"a1");
    ConfigException data =
        assertThrows(
            ConfigException.class, () -> AgentConfig.read(write(open)).requireSafeAddresses());
    assertTrue(
        data.getMessage().contains("data.bind: 0.0.0.0:0 can be reached"), data.getMessage());
    assertTrue(data.getMessage().contains("set tls, security.agentSecret"), data.getMessage());
    AgentConfig.read(write(open + "security: {allowInsecure: true}\n")).requireSafeAddresses();
    String figures = GOOD + "metrics: {bind: \"0.0.0.0:0\"}\n";
    ConfigException metrics =
        assertThrows(
            ConfigException.class, () -> AgentConfig.read(write(figures)).requireSafeAddresses());
    assertTrue(metrics.getMessage().contains("metrics: 0.0.0.0:0 can be"), metrics.getMessage());
    AgentConfig.read(write(GOOD)).requireSafeAddresses();
  }

  private void assertFault(String good, String bad, String named) throws IOException {
    Path file = write(GOOD.replace(good, bad));
    ConfigException fault = assertThrows(ConfigException.class, () -> AgentConfig.read(file));
    assertTrue(fault.getMessage().contains(named), fault.getMessage());
    assertTrue(fault.getMessage().startsWith(file.toString()), fault.getMessage());
  }

  private Path write(String text) throws IOException {
    Path file = directory.resolve("agent.yaml");
    Files.writeString(file, text.replace("DIRECTORY", directory.resolve("a1").toString()));
    return file;
  }
}
