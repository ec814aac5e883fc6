package io.cairn.agent.runtime;

import net.bytebuddy.asm.Advice;

/** A bug to plant: sources emit after the barrier of a cut that their attempt ends with. */
public final class ReadOnAfterTheCut {
  private ReadOnAfterTheCut() {}

  /** After {@code Barrier.halts}. */
  @SuppressWarnings("UnusedVariable") // what is assigned is what the method returns
  @Advice.OnMethodExit
  public static void exit(@Advice.Return(readOnly = false) boolean halts) {
    halts = false;
  }
}
