package io.cairn.agent.app;

/**
 * A task of an attempt on this agent.
 *
 * @param task dense number in the job
 * @param operator id of its operator
 * @param instance of the operator
 */
record HostedTask(long jobId, long attempt, int task, String operator, int instance) {

  /** As people see it: {@code count/3}. */
  String name() {
    return operator + "/" + instance;
  }
}
