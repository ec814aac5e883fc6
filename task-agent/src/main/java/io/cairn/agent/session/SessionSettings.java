package io.cairn.agent.session;

import io.cairn.protocol.v1.AgentHello;
import java.util.List;

/**
 * Who this agent is and whom it seeks.
 *
 * @param hello the first message of each session, without the cluster id
 * @param coordinators configured session addresses, {@code host:port}, at least one
 * @param remembered session addresses learnt in earlier runs
 */
public record SessionSettings(
    AgentHello hello, List<String> coordinators, List<String> remembered) {

  /** Version of the messages, not of the frames. */
  public static final int PROTOCOL_VERSION = 1;

  public SessionSettings {
    coordinators = List.copyOf(coordinators);
    remembered = List.copyOf(remembered);
    if (coordinators.isEmpty()) {
      throw new IllegalArgumentException("no coordinator address is configured");
    }
  }
}
