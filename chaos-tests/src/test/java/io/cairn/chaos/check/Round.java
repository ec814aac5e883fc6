package io.cairn.chaos.check;

import io.cairn.chaos.nemesis.Blast;
import java.util.List;

/**
 * One blow and what followed. Times are milliseconds since the run began.
 *
 * @param evidence whom it hit and how that was seen; empty when it was not hit
 * @param moment in words: {@code a2 at before-ack}
 * @param struck when the fault was there
 * @param healed when it was over
 * @param recovered when every job had completed another checkpoint; -1: never
 * @param flights the checkpoints that were under way when it struck
 * @param attempts by job, before and after
 */
public record Round(
    int number,
    String nemesis,
    Blast blast,
    String moment,
    String evidence,
    long struck,
    long healed,
    long recovered,
    List<Flight> flights,
    List<Attempts> attempts) {

  /**
   * A checkpoint that was under way.
   *
   * @param acks so many of {@code tasks} were in when the fault struck
   * @param outcome COMPLETED, or ABORTED with the reason
   */
  public record Flight(
      String job, long jobId, long checkpoint, int acks, int tasks, String outcome) {
    public boolean completed() {
      return outcome.equals("COMPLETED");
    }

    /** Whether some acks were in and others not. */
    public boolean midway() {
      return acks > 0 && acks < tasks;
    }
  }

  /**
   * The attempt of a job when the fault struck, and when the round was over.
   *
   * @param aborted so many of its checkpoints were aborted in between
   */
  public record Attempts(String job, long before, long after, long aborted) {}

  public Round {
    flights = List.copyOf(flights);
    attempts = List.copyOf(attempts);
  }

  public boolean hit() {
    return !evidence.isEmpty();
  }
}
