package io.cairn.agent.runtime;

import io.cairn.api.GraphDescription;
import io.cairn.api.OperatorDescription;
import io.cairn.storage.state.KeyGroupRange;
import io.cairn.storage.state.KeyGroups;

/**
 * Which task of which attempt.
 *
 * @param task its number in the job
 * @param operator the place of its operator in the graph
 * @param instance its place among the operator's instances
 */
record TaskIdentity(AttemptSpec spec, int task, int operator, int instance) {

  static TaskIdentity of(AttemptSpec spec, int task) {
    GraphDescription graph = spec.definition().graph();
    return new TaskIdentity(spec, task, graph.operatorOf(task), graph.instanceOf(task));
  }

  GraphDescription graph() {
    return spec.definition().graph();
  }

  OperatorDescription description() {
    return graph().operators().get(operator);
  }

  /** The key groups it owns. An operator with more tasks than key groups is not keyed. */
  KeyGroupRange keyGroups() {
    int groups = graph().keyGroups();
    int parallelism = description().parallelism();
    return parallelism <= groups
        ? KeyGroups.rangeOf(instance, groups, parallelism)
        : new KeyGroupRange(0, groups - 1);
  }

  /** For people: {@code job-7/count/3}. */
  String shown() {
    return "job-" + spec.jobId() + "/" + description().id() + "/" + instance;
  }
}
