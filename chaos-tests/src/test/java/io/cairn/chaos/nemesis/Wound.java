package io.cairn.chaos.nemesis;

/** A fault that is there until it is healed. Of the thread that struck. */
public interface Wound {
  /** Whom it hit and how that was seen: {@code c2, leader in term 7, ended by signal 9}. */
  String evidence();

  /**
   * Ends the fault; returns when nothing of it acts any more and what it stopped was started again.
   * The process need not serve yet. A second call does nothing.
   */
  void heal() throws Exception;
}
