package io.cairn.coordinator.session;

import io.cairn.protocol.v1.AgentReport;
import net.bytebuddy.asm.Advice;

/** A bug to plant: a report is confirmed when it comes. */
public final class ConfirmTooEarly {
  private ConfirmTooEarly() {}

  /** After {@code AgentSession.report}. */
  @Advice.OnMethodExit
  public static void exit(
      @Advice.This AgentSession session, @Advice.Argument(0) AgentReport report) {
    session.applied(report.getBatch());
  }
}
