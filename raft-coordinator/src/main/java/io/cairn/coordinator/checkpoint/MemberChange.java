package io.cairn.coordinator.checkpoint;

/**
 * Somebody has changed the coordinators.
 *
 * @param number in the order of changes
 * @param what was done
 * @param id of the coordinator
 * @param raft its address
 * @param who did it, as they called themselves
 * @param wallMillis when, for display
 */
public record MemberChange(
    long number, Kind what, String id, String raft, String who, long wallMillis) implements Hashed {
  /** What can be done. */
  public enum Kind implements Coded {
    /** Described, so that Raft's configuration can get it. */
    ADDED(1),
    /** It has another session or admin address. */
    CORRECTED(2),
    /** It is in Raft's configuration no more. */
    REMOVED(3),
    /** It did not answer, and was never in Raft's configuration. */
    NOT_ADDED(4);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }

  /** Checks the bounds. */
  public MemberChange {
    Text.name("member id", id);
    Text.name("raft address", raft);
    Text.name("who", who);
    wallMillis = Math.max(0, wallMillis);
  }

  @Override
  public long stateHash() {
    return Hash64.of("member change")
        .add(number)
        .add(what.code())
        .add(id)
        .add(raft)
        .add(who)
        .add(wallMillis)
        .end();
  }
}
