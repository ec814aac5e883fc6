package io.cairn.coordinator.checkpoint;

/** Where an agent stands; see docs/state-machines.md. */
public enum AgentStatus implements Coded {
  /** Has an incarnation and may host tasks. */
  REGISTERED(1),
  /** Its lease ran out. */
  LOST(2),
  /** Here, and a person wants it to have no tasks; derived from REGISTERED and its drain. */
  DRAINING(3),
  /** Back under a new incarnation to finish uploads. Not entered yet. */
  RETURNED(4),
  /** Replaced by a newer incarnation; never the newest one, hence derived. */
  FENCED(5);

  private final int code;

  AgentStatus(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }
}
