package io.cairn.coordinator.checkpoint;

import net.bytebuddy.asm.Advice;

/** A bug to plant: an attempt restores what its leader thought to be the newest checkpoint. */
public final class RestoreWhatWasExpected {
  private RestoreWhatWasExpected() {}

  /** After {@code AttemptRules.start}. */
  @Advice.OnMethodExit
  public static void exit(
      @Advice.Argument(1) Event.StartAttempt event,
      @Advice.Return(readOnly = false) Verdict verdict) {
    verdict = instead(event, verdict);
  }

  /** The same verdict with another restore point. */
  public static Verdict instead(Event.StartAttempt event, Verdict verdict) {
    JobState job = verdict.next().job(event.job());
    if (job == null || !(verdict.outcome() instanceof Outcome.Accepted accepted)) {
      return verdict;
    }
    AttemptState attempt =
        AttemptState.deploying(job.attemptNumber(), event.expectedCompleted(), event.placement());
    return Verdict.accepted(verdict.next().with(job.withAttempt(attempt)), accepted.id());
  }
}
