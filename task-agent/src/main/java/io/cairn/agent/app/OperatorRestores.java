package io.cairn.agent.app;

import io.cairn.agent.snapshot.RescaledTask;
import io.cairn.agent.snapshot.SnapshotHandles;
import io.cairn.agent.snapshot.TaskRestorer;
import io.cairn.api.GraphDescription;
import io.cairn.api.JobDefinition;
import io.cairn.api.OperatorCode;
import io.cairn.protocol.v1.OperatorRestore;
import io.cairn.storage.state.KeyGroupRange;
import io.cairn.storage.state.KeyGroups;
import io.cairn.storage.state.StateSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Restores tasks whose operator had another parallelism in the checkpoint. Any thread; blocks. */
final class OperatorRestores {
  private final JobDefinition definition;
  private final HostServices services;

  OperatorRestores(JobDefinition definition, HostServices services) {
    this.definition = definition;
    this.services = services;
  }

  /**
   * Makes one task's state of what all tasks of its operator left.
   *
   * @throws IOException if something cannot be read, or cannot be shared out
   */
  void restore(TaskRestorer.Cut cut, HostedTask task, OperatorRestore restore, Path target)
      throws IOException {
    GraphDescription graph = definition.graph();
    int operator = graph.indexOf(task.operator());
    int parallelism = graph.operators().get(operator).parallelism();
    int then = restore.getHandlesCount();
    List<RescaledTask.OldTask> old = new ArrayList<>();
    for (int instance = 0; instance < then; instance++) {
      old.add(
          new RescaledTask.OldTask(
              restore.getFirstTask() + instance,
              task.operator() + "/" + instance,
              SnapshotHandles.fromWire(restore.getHandles(instance)),
              range(graph, instance, then)));
    }
    var unused =
        services
            .restorer()
            .rescale(
                new RescaledTask(
                    cut,
                    task.name(),
                    definition.code(operator) instanceof OperatorCode.OfKeyed<?, ?, ?>,
                    new StateSettings(
                        services.runtime().stateResources(),
                        graph.keyGroups(),
                        range(graph, task.instance(), parallelism)),
                    task.instance(),
                    parallelism,
                    old,
                    target));
  }

  /** As the runtime has it: an operator with more tasks than key groups is not keyed. */
  private static KeyGroupRange range(GraphDescription graph, int instance, int parallelism) {
    int groups = graph.keyGroups();
    return parallelism <= groups
        ? KeyGroups.rangeOf(instance, groups, parallelism)
        : new KeyGroupRange(0, groups - 1);
  }
}
