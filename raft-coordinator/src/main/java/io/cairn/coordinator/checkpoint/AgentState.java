package io.cairn.coordinator.checkpoint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest run of an agent.
 *
 * @param id configured name
 * @param incarnation granted at registration
 * @param status REGISTERED or LOST; {@link #shownStatus} says whether it drains besides
 * @param nonce of the process that registered
 * @param dataHost where other agents reach its channels
 * @param dataPort 1 to 65,535
 * @param slots how many tasks it hosts at most
 * @param fencedNonces of the last runs that were replaced, newest last, at most {@link #MAX_FENCED}
 * @param drain who wants it to have no tasks; null: nobody
 */
public record AgentState(
    AgentId id,
    Incarnation incarnation,
    AgentStatus status,
    String nonce,
    String dataHost,
    int dataPort,
    int slots,
    List<String> fencedNonces,
    @Nullable Drain drain)
    implements Hashed {
  /** How many replaced processes are remembered: so many could run by mistake under one id. */
  public static final int MAX_FENCED = 8;

  /** Copies the list. */
  public AgentState {
    fencedNonces = List.copyOf(fencedNonces);
  }

  /** Whether it is REGISTERED under this incarnation: it may get tasks. */
  public boolean isRegisteredAs(Incarnation number) {
    return mayHostMore() && incarnation.equals(number);
  }

  /** Whether it is here, and nobody wants it to be drained. */
  public boolean mayHostMore() {
    return status == AgentStatus.REGISTERED && drain == null;
  }

  /** DRAINING when it is here, and somebody wants it to have no tasks. */
  public AgentStatus shownStatus() {
    return status == AgentStatus.REGISTERED && drain != null ? AgentStatus.DRAINING : status;
  }

  AgentState withStatus(AgentStatus to) {
    return new AgentState(
        id, incarnation, to, nonce, dataHost, dataPort, slots, fencedNonces, drain);
  }

  AgentState withDrain(@Nullable Drain now) {
    return new AgentState(
        id, incarnation, status, nonce, dataHost, dataPort, slots, fencedNonces, now);
  }

  @Override
  public long stateHash() {
    Hash64 hash = Hash64.of("agent").add(id.value()).add(incarnation.value()).add(status.code());
    hash.add(nonce).add(dataHost).add(dataPort).add(slots);
    fencedNonces.forEach(hash::add);
    hash.add(fencedNonces.size());
    if (drain != null) { // else as in older logs
      hash.add("drain").add(drain.who()).add(drain.wallMillis());
    }
    return hash.end();
  }
}
