package io.cairn.simulation;

import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.JobId;

/** A planted bug: a job never ceases to wait for what it salvages. */
public final class SalvageForEver {
  private SalvageForEver() {}

  /** In place of SalvageRules.settle. */
  public static ClusterState settle(ClusterState state, JobId id) {
    return state;
  }
}
