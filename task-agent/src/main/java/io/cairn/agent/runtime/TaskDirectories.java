package io.cairn.agent.runtime;

import java.nio.file.Path;

/** Where the tasks of an attempt keep their files on this machine. Any thread. */
public interface TaskDirectories {

  /** The task's state; new, or holding what was restored. Not used by any other attempt. */
  Path state(int task);

  /**
   * Where a snapshot is to be taken: on the same file system as the state. The directory itself
   * must not exist, its parent must.
   */
  Path snapshot(int task, long checkpointId);
}
