package io.cairn.coordinator.checkpoint;

import java.util.List;

/**
 * The newest attempt of a job.
 *
 * @param number grows per job
 * @param status where it stands
 * @param restoreFrom the checkpoint its tasks restore; NONE: they begin empty
 * @param placement one per task, in task order
 * @param placementHash hash of the placement, computed once
 * @param tasks what tasks have reported; a task that is absent has not reported yet
 * @param running number of tasks that have reported RUNNING or END_OF_INPUT
 * @param sourcesAtEnd number of source tasks that have reported END_OF_INPUT
 * @param finalCompleted the FINAL checkpoint that completed in this attempt; NONE before
 * @param sinksDone number of sink tasks that have confirmed that one
 * @param checkpointFailures checkpoints that failed in a row, counted while the policy has a limit
 * @param relocating whether its sources have been told to stop where they are, for a RELOCATION
 */
public record AttemptState(
    Attempt number,
    AttemptStatus status,
    CheckpointId restoreFrom,
    List<Placement> placement,
    long placementHash,
    HashedMap<Integer, TaskState> tasks,
    int running,
    int sourcesAtEnd,
    CheckpointId finalCompleted,
    int sinksDone,
    int checkpointFailures,
    boolean relocating)
    implements Hashed {

  /** A new attempt in DEPLOYING. */
  static AttemptState deploying(
      Attempt number, CheckpointId restoreFrom, List<Placement> placement) {
    List<Placement> copy = List.copyOf(placement);
    return new AttemptState(
        number,
        AttemptStatus.DEPLOYING,
        restoreFrom,
        copy,
        hashOf(copy),
        HashedMap.empty(),
        0,
        0,
        CheckpointId.NONE,
        0,
        0,
        false);
  }

  /** Hash of a placement, for {@link #placementHash}. */
  public static long hashOf(List<Placement> placement) {
    Hash64 hash = Hash64.of("placement");
    for (Placement place : placement) {
      hash.add(place.agent().value()).add(place.incarnation().value());
    }
    return hash.add(placement.size()).end();
  }

  /** Whether a task of it is placed on this run of the agent. */
  public boolean uses(AgentId agent, Incarnation incarnation) {
    return placement.contains(new Placement(agent, incarnation));
  }

  AttemptState withStatus(AttemptStatus to) {
    return new AttemptState(
        number,
        to,
        restoreFrom,
        placement,
        placementHash,
        tasks,
        running,
        sourcesAtEnd,
        finalCompleted,
        sinksDone,
        checkpointFailures,
        relocating);
  }

  AttemptState withTask(TaskState task, int nowRunning, int nowAtEnd) {
    return new AttemptState(
        number,
        status,
        restoreFrom,
        placement,
        placementHash,
        tasks.plus(task.task(), task),
        nowRunning,
        nowAtEnd,
        finalCompleted,
        sinksDone,
        checkpointFailures,
        relocating);
  }

  AttemptState withCommit(TaskState task, boolean ofFinal) {
    return new AttemptState(
        number,
        status,
        restoreFrom,
        placement,
        placementHash,
        tasks.plus(task.task(), task),
        running,
        sourcesAtEnd,
        finalCompleted,
        ofFinal ? sinksDone + 1 : sinksDone,
        checkpointFailures,
        relocating);
  }

  AttemptState withFinalCompleted(CheckpointId checkpoint) {
    return new AttemptState(
        number,
        status,
        restoreFrom,
        placement,
        placementHash,
        tasks,
        running,
        sourcesAtEnd,
        checkpoint,
        sinksDone,
        checkpointFailures,
        relocating);
  }

  AttemptState withCheckpointFailures(int now) {
    return new AttemptState(
        number,
        status,
        restoreFrom,
        placement,
        placementHash,
        tasks,
        running,
        sourcesAtEnd,
        finalCompleted,
        sinksDone,
        now,
        relocating);
  }

  AttemptState withRelocating() {
    return new AttemptState(
        number,
        status,
        restoreFrom,
        placement,
        placementHash,
        tasks,
        running,
        sourcesAtEnd,
        finalCompleted,
        sinksDone,
        checkpointFailures,
        true);
  }

  /** Adds nothing for what older logs do not have, so that their hashes stay. */
  @Override
  public long stateHash() {
    Hash64 hash = Hash64.of("attempt").add(number.value()).add(status.code());
    hash.add(restoreFrom.value()).add(placementHash).add(tasks.sum()).add(running);
    hash.add(sourcesAtEnd).add(finalCompleted.value()).add(sinksDone);
    if (checkpointFailures > 0) {
      hash.add("failures").add(checkpointFailures);
    }
    if (relocating) {
      hash.add("relocating");
    }
    return hash.end();
  }
}
