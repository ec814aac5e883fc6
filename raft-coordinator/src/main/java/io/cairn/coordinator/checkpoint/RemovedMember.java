package io.cairn.coordinator.checkpoint;

/**
 * A coordinator that was removed: its process may still run, or come back, and has to be told.
 *
 * @param number in the order of removal
 * @param id its configured id, which another may have by now
 * @param raft the address that is no longer Raft's
 */
public record RemovedMember(long number, String id, String raft) implements Hashed {
  /** Checks the bounds. */
  public RemovedMember {
    Text.name("member id", id);
    Text.name("raft address", raft);
  }

  @Override
  public long stateHash() {
    return Hash64.of("removed member").add(number).add(id).add(raft).end();
  }
}
