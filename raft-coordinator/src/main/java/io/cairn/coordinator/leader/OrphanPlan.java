package io.cairn.coordinator.leader;

import java.util.List;

/**
 * What in the blob store nobody will ever need, and what is left although nobody is known to need
 * it. A value: making it deletes nothing.
 *
 * @param delete in the order of deletion: metadata before segments
 * @param keep files that the log does not explain and that are left, with the reason
 * @param space per job, how much the retained segments hold beside the state
 */
public record OrphanPlan(List<Orphan> delete, List<Kept> keep, List<JobSpace> space) {
  /** Copies the lists. */
  public OrphanPlan {
    delete = List.copyOf(delete);
    keep = List.copyOf(keep);
    space = List.copyOf(space);
  }

  /** Why a file is an orphan. */
  public enum Why {
    /** A segment of a decided checkpoint that names no live one: a dead upload or a late ack. */
    DEAD_UPLOAD,
    /** Metadata of a checkpoint that is decided and discarded: a crashed or late finalisation. */
    DEAD_METADATA
  }

  /**
   * Something to delete.
   *
   * @param path of a segment, or of a checkpoint's directory, below the store's root
   * @param bytes of the file, or of the files in the directory
   * @param detail for people
   */
  public record Orphan(String path, Why why, long bytes, String detail) {}

  /** Something that is left for a person. */
  public record Kept(String path, long bytes, String reason) {}

  /**
   * The room that a job takes.
   *
   * @param job its id
   * @param liveBytes length of all segments that retained or running checkpoints hold
   * @param stateBytes full size of the newest COMPLETED checkpoint
   */
  public record JobSpace(long job, long liveBytes, long stateBytes) {
    /** How many bytes are kept for one byte of state; 0 while there is no state. */
    public double amplification() {
      return stateBytes == 0 ? 0 : (double) liveBytes / stateBytes;
    }
  }

  /** Bytes of what is to be deleted. */
  public long bytes() {
    return delete.stream().mapToLong(Orphan::bytes).sum();
  }
}
