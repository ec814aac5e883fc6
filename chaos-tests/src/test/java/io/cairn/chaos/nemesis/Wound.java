package io.cairn.chaos.nemesis;

/** A fault that is there until it is healed. Of the thread that struck. */
public interface Wound {
  /** Whom it hit and how that was seen: {@code c2, leader in term 7, ended by signal 9}. */
  String evidence();

  /** Whether a quorum and each agent are left, so that work must go on before it is healed. */
  default boolean spares() {
    return false;
  }

  /**
   * Ends the fault; returns when nothing of it acts any more and what it stopped was started again.
   * The process need not serve yet. A second call does nothing.
   */
  void heal() throws Exception;
}
