package io.cairn.coordinator.checkpoint;

/**
 * A coordinator, as the log describes it. Addresses are {@code host:port}, as others reach it.
 *
 * @param id its configured id
 * @param raft for the other coordinators; names it in Raft's own configuration
 * @param session for agents
 * @param admin for HTTP
 */
public record MemberState(String id, String raft, String session, String admin) implements Hashed {
  /** Checks the bounds. */
  public MemberState {
    Text.name("member id", id);
    Text.name("raft address", raft);
    Text.name("session address", session);
    Text.name("admin address", admin);
  }

  @Override
  public long stateHash() {
    return Hash64.of("member").add(id).add(raft).add(session).add(admin).end();
  }
}
