package io.cairn.coordinator.codec;

import io.cairn.coordinator.checkpoint.History;
import net.bytebuddy.asm.Advice;

/** A bug to plant: what has ended is in the snapshot, but not in the history that is read. */
public final class HistoryLost {
  private HistoryLost() {}

  /** After {@code JobAssembly.addTo}. */
  @SuppressWarnings("UnusedVariable") // what is assigned is what the method returns
  @Advice.OnMethodExit
  public static void exit(
      @Advice.Argument(0) History before, @Advice.Return(readOnly = false) History after) {
    after = before;
  }
}
