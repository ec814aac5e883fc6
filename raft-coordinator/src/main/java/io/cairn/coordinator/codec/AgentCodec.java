package io.cairn.coordinator.codec;

import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.AgentState;
import io.cairn.coordinator.checkpoint.AgentStatus;
import io.cairn.coordinator.checkpoint.Coded;
import io.cairn.coordinator.checkpoint.Drain;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Incarnation;
import io.cairn.protocol.v1.AgentDraining;
import io.cairn.protocol.v1.AgentRecord;

/** Agents and their draining. Pure. */
final class AgentCodec {
  private AgentCodec() {}

  static AgentDraining encode(Event.AgentDraining event) {
    return AgentDraining.newBuilder()
        .setRequestId(event.requestId())
        .setAgentId(event.agent().value())
        .setDraining(event.draining())
        .setWho(event.who())
        .setWallMillis(event.wallMillis())
        .build();
  }

  static Event.AgentDraining decode(AgentDraining message) {
    return new Event.AgentDraining(
        message.getRequestId(),
        new AgentId(message.getAgentId()),
        message.getDraining(),
        message.getWho(),
        message.getWallMillis());
  }

  static AgentRecord encode(AgentState agent) {
    AgentRecord.Builder message =
        AgentRecord.newBuilder()
            .setAgentId(agent.id().value())
            .setIncarnation(agent.incarnation().value())
            .setStatusValue(agent.status().code())
            .setNonce(agent.nonce())
            .setDataHost(agent.dataHost())
            .setDataPort(agent.dataPort())
            .setSlots(agent.slots())
            .addAllFencedNonces(agent.fencedNonces());
    Drain drain = agent.drain();
    if (drain != null) {
      message.setDrainedBy(drain.who()).setDrainedWallMillis(drain.wallMillis());
    }
    return message.build();
  }

  static AgentState decode(AgentRecord message) {
    return new AgentState(
        new AgentId(message.getAgentId()),
        new Incarnation(message.getIncarnation()),
        Coded.of(AgentStatus.class, message.getStatusValue()),
        message.getNonce(),
        message.getDataHost(),
        message.getDataPort(),
        message.getSlots(),
        message.getFencedNoncesList(),
        message.getDrainedBy().isEmpty()
            ? null
            : new Drain(message.getDrainedBy(), message.getDrainedWallMillis()));
  }
}
