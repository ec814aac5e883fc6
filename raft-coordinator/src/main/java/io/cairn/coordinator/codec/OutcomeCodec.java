package io.cairn.coordinator.codec;

import io.cairn.coordinator.checkpoint.Coded;
import io.cairn.coordinator.checkpoint.Outcome;
import io.cairn.coordinator.checkpoint.RequestLog;
import io.cairn.protocol.v1.RejectedOutcome;
import io.cairn.protocol.v1.RequestRecord;

/** Answers to people's requests, as they lie in a snapshot. */
final class OutcomeCodec {
  private OutcomeCodec() {}

  static RequestRecord encode(RequestLog.Answer answer) {
    RequestRecord.Builder message =
        RequestRecord.newBuilder().setNumber(answer.number()).setKey(answer.key());
    return answer
        .outcome()
        .match(
            new Outcome.Cases<RequestRecord.Builder>() {
              @Override
              public RequestRecord.Builder accepted(Outcome.Accepted outcome) {
                return message.setAcceptedId(outcome.id());
              }

              @Override
              public RequestRecord.Builder ignored(Outcome.Ignored outcome) {
                return message.setIgnoredReason(outcome.reason());
              }

              @Override
              public RequestRecord.Builder rejected(Outcome.Rejected outcome) {
                return message.setRejected(
                    RejectedOutcome.newBuilder()
                        .setCode(outcome.code().code())
                        .setReason(outcome.reason()));
              }
            })
        .build();
  }

  static RequestLog.Answer decode(RequestRecord message) {
    return new RequestLog.Answer(message.getNumber(), message.getKey(), outcome(message));
  }

  private static Outcome outcome(RequestRecord message) {
    return switch (message.getOutcomeCase()) {
      case ACCEPTED_ID -> new Outcome.Accepted(message.getAcceptedId());
      case IGNORED_REASON -> new Outcome.Ignored(message.getIgnoredReason());
      case REJECTED ->
          new Outcome.Rejected(
              Coded.of(Outcome.Code.class, message.getRejected().getCode()),
              message.getRejected().getReason());
      case OUTCOME_NOT_SET -> throw new IllegalArgumentException("a request without an outcome");
    };
  }
}
