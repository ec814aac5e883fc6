package io.cairn.coordinator.checkpoint;

import java.util.List;

/**
 * The newest run of an agent.
 *
 * @param id configured name
 * @param incarnation granted at registration
 * @param status REGISTERED or LOST so far
 * @param nonce of the process that registered
 * @param dataHost where other agents reach its channels
 * @param dataPort 1 to 65,535
 * @param slots how many tasks it hosts at most
 * @param fencedNonces of the last runs that were replaced, newest last, at most {@link #MAX_FENCED}
 */
public record AgentState(
    AgentId id,
    Incarnation incarnation,
    AgentStatus status,
    String nonce,
    String dataHost,
    int dataPort,
    int slots,
    List<String> fencedNonces)
    implements Hashed {
  /** How many replaced processes are remembered: so many could run by mistake under one id. */
  public static final int MAX_FENCED = 8;

  /** Copies the list. */
  public AgentState {
    fencedNonces = List.copyOf(fencedNonces);
  }

  /** Whether it is REGISTERED under this incarnation: it may get tasks. */
  public boolean isRegisteredAs(Incarnation number) {
    return status == AgentStatus.REGISTERED && incarnation.equals(number);
  }

  AgentState withStatus(AgentStatus to) {
    return new AgentState(id, incarnation, to, nonce, dataHost, dataPort, slots, fencedNonces);
  }

  @Override
  public long stateHash() {
    Hash64 hash = Hash64.of("agent").add(id.value()).add(incarnation.value()).add(status.code());
    hash.add(nonce).add(dataHost).add(dataPort).add(slots);
    fencedNonces.forEach(hash::add);
    return hash.add(fencedNonces.size()).end();
  }
}
