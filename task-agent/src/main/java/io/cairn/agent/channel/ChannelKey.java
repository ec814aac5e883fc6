package io.cairn.agent.channel;

/**
 * Names a channel in the whole cluster.
 *
 * @param attempt fences the channel: one of an older attempt is refused
 * @param edge the place of the edge in the job's graph
 * @param fromTask the number of the sending task in the job
 * @param toTask the number of the receiving task in the job
 */
public record ChannelKey(long jobId, long attempt, int edge, int fromTask, int toTask) {

  @Override
  public String toString() {
    return "job-%d/%d edge %d task %d to %d".formatted(jobId, attempt, edge, fromTask, toTask);
  }
}
