package io.cairn.coordinator.admin;

import io.cairn.coordinator.replication.CommandRejectedException;
import io.cairn.coordinator.replication.GroupChangeException;
import io.cairn.coordinator.replication.NotLeaderException;
import io.cairn.coordinator.replication.OutcomeUnknownException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failed future means to the one who asked. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  static Problem problemOf(Throwable failure) {
    Throwable cause = unwrap(failure);
    if (cause instanceof ProblemException known) {
      return known.problem();
    }
    if (cause instanceof NotLeaderException) {
      return Problem.of(503, "no-leader", cause.getMessage() + "; try again");
    }
    if (cause instanceof OutcomeUnknownException) {
      return Problem.of(
          503,
          "outcome-unknown",
          cause.getMessage() + "; repeat the request with the same requestId");
    }
    if (cause instanceof CommandRejectedException) {
      return Problem.of(429, "overloaded", cause.getMessage() + "; try again later");
    }
    if (cause instanceof RejectedExecutionException) {
      return Problem.of(429, "overloaded", "too many requests wait for an answer; try again later");
    }
    if (cause instanceof GroupChangeException refused) {
      return problemOf(refused);
    }
    if (cause instanceof TimeoutException) {
      return Problem.of(
          503,
          "timeout",
          "no answer from a quorum in time; a command may have happened: repeat it with the same"
              + " requestId");
    }
    if (cause instanceof HttpException bad && bad.getCode() < 500) {
      return Problem.of(
          bad.getCode(), BadHttp.code(bad.getCode()), String.valueOf(bad.getReason()));
    }
    LOG.error("a request failed in a way that was not foreseen", cause);
    return Problem.of(500, "internal", "an error of this coordinator; its log says more");
  }

  private static Problem problemOf(GroupChangeException refused) {
    String why = String.valueOf(refused.getMessage());
    return switch (refused.reason()) {
      case BUSY -> Problem.of(409, "change-in-progress", why);
      case UNREACHABLE -> Problem.of(409, "member-unreachable", why);
      case QUORUM -> Problem.of(409, "quorum-at-risk", why);
      case NO_SUCH_MEMBER -> Problem.of(404, "no-such-member", why);
      case INVALID -> Problem.of(400, "invalid", why);
      case CONFLICT -> Problem.of(409, "conflict", why);
      case LIMIT -> Problem.of(429, "limit", why);
    };
  }

  /** The exception that a chain of futures has wrapped. */
  static Throwable unwrap(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
