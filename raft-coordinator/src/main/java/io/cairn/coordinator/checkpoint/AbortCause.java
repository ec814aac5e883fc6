package io.cairn.coordinator.checkpoint;

/**
 * Why a checkpoint was aborted.
 *
 * @param reason for programs
 * @param detail for people, at most 512 bytes; may be empty
 * @param task that caused it: it declined, failed, or was the first whose ack was missing; {@link
 *     #NO_TASK}: none did, or several together
 * @param who asked for it, as they called themselves; empty unless it was a person
 */
public record AbortCause(AbortReason reason, String detail, int task, String who) {
  /** No single task caused it. */
  public static final int NO_TASK = -1;

  /** Cuts the detail. */
  public AbortCause {
    detail = Text.reason(detail);
  }

  static AbortCause of(AbortReason reason, String detail) {
    return new AbortCause(reason, detail, NO_TASK, "");
  }

  static AbortCause of(AbortReason reason, String detail, int task) {
    return new AbortCause(reason, detail, task, "");
  }

  AbortCause withDetail(String now) {
    return new AbortCause(reason, now, task, who);
  }

  /** Whether a task caused it. */
  public boolean hasTask() {
    return task != NO_TASK;
  }

  /**
   * Adds nothing for what older logs do not have. A task that declined or failed is in the detail
   * by its name, and so in the hash.
   */
  void addTo(Hash64 hash) {
    if (reason == AbortReason.TIMEOUT && hasTask()) {
      hash.add("task").add(task);
    }
    if (!who.isEmpty()) {
      hash.add("who").add(who);
    }
  }
}
