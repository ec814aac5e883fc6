package io.cairn.coordinator.codec;

import io.cairn.coordinator.checkpoint.Attempt;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobScale;
import io.cairn.coordinator.checkpoint.RescaleJob;
import io.cairn.coordinator.checkpoint.RestartJob;
import io.cairn.protocol.v1.FormerParallelismRecord;
import io.cairn.protocol.v1.JobRecord;
import io.cairn.protocol.v1.JobScaleRecord;
import io.cairn.protocol.v1.OperatorParallelism;
import io.cairn.protocol.v1.RescaleWishRecord;
import java.util.List;
import java.util.TreeMap;

/** What concerns parallelism, in events and snapshots; decoders throw IllegalArgumentException. */
final class ScaleCodec {
  private ScaleCodec() {}

  static io.cairn.protocol.v1.RescaleJob encode(RescaleJob event) {
    io.cairn.protocol.v1.RescaleJob.Builder message =
        io.cairn.protocol.v1.RescaleJob.newBuilder()
            .setRequestId(event.requestId())
            .setJobId(event.job().value())
            .setParallelism(event.parallelism())
            .setWho(event.who());
    event
        .operators()
        .forEach(
            (id, parallelism) ->
                message.addOperators(
                    OperatorParallelism.newBuilder().setId(id).setParallelism(parallelism)));
    return message.build();
  }

  static RescaleJob decode(io.cairn.protocol.v1.RescaleJob message) {
    TreeMap<String, Integer> operators = new TreeMap<>();
    for (OperatorParallelism operator : message.getOperatorsList()) {
      operators.put(operator.getId(), operator.getParallelism());
    }
    return new RescaleJob(
        message.getRequestId(),
        new JobId(message.getJobId()),
        message.getParallelism(),
        operators,
        message.getWho());
  }

  static io.cairn.protocol.v1.RestartJob encode(RestartJob event) {
    return io.cairn.protocol.v1.RestartJob.newBuilder()
        .setRequestId(event.requestId())
        .setJobId(event.job().value())
        .setWho(event.who())
        .build();
  }

  static RestartJob decode(io.cairn.protocol.v1.RestartJob message) {
    return new RestartJob(message.getRequestId(), new JobId(message.getJobId()), message.getWho());
  }

  static void add(JobScale scale, JobRecord.Builder message) {
    if (scale.equals(JobScale.NONE)) {
      return;
    }
    JobScaleRecord.Builder record = JobScaleRecord.newBuilder().setUnproven(scale.unproven());
    JobScale.Wish wish = scale.wish();
    if (wish != null) {
      record.setWish(
          RescaleWishRecord.newBuilder().addAllParallelism(wish.parallelism()).setWho(wish.who()));
    }
    scale
        .former()
        .forEach(
            (attempt, parallelism) ->
                record.addFormer(
                    FormerParallelismRecord.newBuilder()
                        .setLastAttempt(attempt.value())
                        .addAllParallelism(parallelism)));
    message.setScale(record);
  }

  static JobScale decode(JobRecord message) {
    if (!message.hasScale()) {
      return JobScale.NONE;
    }
    JobScaleRecord record = message.getScale();
    TreeMap<Attempt, List<Integer>> former = new TreeMap<>();
    for (FormerParallelismRecord one : record.getFormerList()) {
      former.put(new Attempt(one.getLastAttempt()), one.getParallelismList());
    }
    JobScale.Wish wish =
        record.hasWish()
            ? new JobScale.Wish(record.getWish().getParallelismList(), record.getWish().getWho())
            : null;
    return new JobScale(wish, record.getUnproven(), former);
  }
}
