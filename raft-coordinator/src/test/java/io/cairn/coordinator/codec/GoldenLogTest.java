package io.cairn.coordinator.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.StateMachine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Old logs replay for ever. A resource has a batch a line (hexadecimal) and the state's hash at the
 * end; it is never written again. When this fails, a replica that replays its log differs from what
 * it was. {@code log-v1.txt} is from before policies had settings that can be changed while a job
 * runs, {@code log-v1-settings.txt} has them, {@code log-v1-ack-runs.txt} has acks in runs, {@code
 * log-v1-savepoints-members.txt} has savepoints from their request to their deletion, a job that
 * stops with one, two that begin from one, and members that come and go, of whom it is first not
 * said who changed them, and then is. The next three are of simulated clusters, with leaders that
 * say that they lead: {@code log-v1-moved.txt} has a checkpoint that is salvaged, an agent that is
 * drained, a parallelism that is taken back, and a restart; {@code log-v1-continued.txt} a job that
 * goes on by its name from a periodic checkpoint; {@code log-v1-restored.txt} one that goes on from
 * another cluster's. {@code log-v1-failures.txt} has a task that fails and whose checkpoint is
 * kept, one whose is not, a wait for an agent in vain, and a failure as it was before.
 */
class GoldenLogTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "log-v1.txt",
        "log-v1-settings.txt",
        "log-v1-ack-runs.txt",
        "log-v1-savepoints-members.txt",
        "log-v1-moved.txt",
        "log-v1-continued.txt",
        "log-v1-restored.txt",
        "log-v1-failures.txt"
      })
  void anOldLogGivesTheStateItAlwaysGave(String name) throws IOException {
    List<String> lines;
    try (InputStream in = GoldenLogTest.class.getResourceAsStream("/golden/" + name)) {
      lines = new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    }
    ClusterState state = ClusterState.empty();
    for (String line : lines.subList(0, lines.size() - 1)) {
      state = StateMachine.apply(state, LogCodec.decode(HexFormat.of().parseHex(line))).next();
    }
    assertEquals(
        lines.get(lines.size() - 1), "hash " + HexFormat.of().toHexDigits(state.stateHash()));
  }
}
