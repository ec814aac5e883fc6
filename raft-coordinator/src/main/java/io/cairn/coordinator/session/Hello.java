package io.cairn.coordinator.session;

import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.SalvageWait;
import io.cairn.process.tls.PeerName;
import io.cairn.protocol.v1.AgentHello;
import io.cairn.protocol.v1.Refused;
import java.util.Optional;

/** The handshake's checks. Pure. */
final class Hello {
  static final int PROTOCOL_VERSION = 1;

  private Hello() {}

  /** Why this agent may not join this cluster; empty when it may. */
  static Optional<Refused> refusal(AgentHello hello, String clusterId) {
    if (hello.getProtocolVersion() != PROTOCOL_VERSION) {
      return refuse(
          Refused.Code.CODE_PROTOCOL_VERSION,
          "the agent speaks session protocol "
              + Integer.toUnsignedString(hello.getProtocolVersion())
              + ", this coordinator speaks "
              + PROTOCOL_VERSION
              + ": run the same release on both");
    }
    if (!hello.getClusterId().isEmpty() && !hello.getClusterId().equals(clusterId)) {
      return refuse(
          Refused.Code.CODE_OTHER_CLUSTER,
          "the agent's data directory belongs to cluster '"
              + shorten(hello.getClusterId())
              + "', this is cluster '"
              + clusterId
              + "': give the agent an empty data directory or other coordinators");
    }
    return Optional.empty();
  }

  /**
   * Why this agent may not call itself so; empty when it may.
   *
   * @param certified whom the certificate names, if there is TLS
   */
  static Optional<Refused> impostor(AgentHello hello, Optional<PeerName> certified) {
    if (certified.isEmpty() || certified.get().id().equals(hello.getAgentId())) {
      return Optional.empty();
    }
    return refuse(
        Refused.Code.CODE_MALFORMED,
        "the agent calls itself '"
            + shorten(hello.getAgentId())
            + "', and its certificate is another's: issue it one with this id as CN");
  }

  /**
   * The registration that the hello asks for.
   *
   * @throws IllegalArgumentException when a value is out of bounds
   */
  static Event.RegisterAgent registration(AgentHello hello) {
    return new Event.RegisterAgent(
        new AgentId(hello.getAgentId()),
        hello.getNonce(),
        hello.getDataHost(),
        hello.getDataPort(),
        hello.getSlots(),
        SalvageWait.OFFERED);
  }

  static Refused refused(Refused.Code code, String detail) {
    return Refused.newBuilder().setCode(code).setDetail(detail).build();
  }

  private static Optional<Refused> refuse(Refused.Code code, String detail) {
    return Optional.of(refused(code, detail));
  }

  private static String shorten(String text) {
    return text.substring(0, Math.min(64, text.length()));
  }
}
