package io.cairn.chaos.nemesis;

/** What a fault may harm, from the least on. */
public enum Blast {
  /** Only coordinators: no checkpoint is aborted, no task restarted, no ack asked for again. */
  COORDINATORS,

  /** The blob store too: checkpoints may be late or aborted; no task is restarted. */
  STORE,

  /** Agents too: attempts end and checkpoints are aborted; what is committed is exact. */
  AGENTS;

  /** That of both together. */
  public Blast and(Blast other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
