package io.cairn.coordinator.checkpoint;

import net.bytebuddy.asm.Advice;

/** A bug to plant: an agent that is drained gets tasks like any other. */
public final class DrainedInVain {
  private DrainedInVain() {}

  /** After {@code AgentState.mayHostMore}. */
  @SuppressWarnings("UnusedVariable") // what is assigned is what the method returns
  @Advice.OnMethodExit
  public static void exit(
      @Advice.This AgentState agent, @Advice.Return(readOnly = false) boolean may) {
    may = agent.status() == AgentStatus.REGISTERED;
  }
}
