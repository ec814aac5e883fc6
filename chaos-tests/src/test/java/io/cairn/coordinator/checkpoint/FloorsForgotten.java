package io.cairn.coordinator.checkpoint;

import net.bytebuddy.asm.Advice;

/** A bug to plant: ids that another cluster has given are given again. */
public final class FloorsForgotten {
  private FloorsForgotten() {}

  /** After {@code ClusterState.withFloors}. */
  @SuppressWarnings("UnusedVariable") // what is assigned is what the method returns
  @Advice.OnMethodExit
  public static void exit(
      @Advice.This ClusterState before, @Advice.Return(readOnly = false) ClusterState after) {
    after = before;
  }
}
