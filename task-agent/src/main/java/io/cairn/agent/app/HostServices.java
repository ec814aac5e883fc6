package io.cairn.agent.app;

import io.cairn.agent.runtime.RuntimeServices;
import io.cairn.agent.snapshot.LocalSnapshots;
import io.cairn.agent.snapshot.SnapshotPipeline;
import io.cairn.agent.snapshot.TaskRestorer;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/**
 * What every attempt on this agent uses.
 *
 * @param work directory for running state
 * @param workers for work that blocks, attempts beside each other
 * @param restorers for restoring tasks; its size is how many are restored at the same time
 */
record HostServices(
    AgentThread agentThread,
    Executor workers,
    Executor restorers,
    RuntimeServices runtime,
    JobJars jars,
    TaskRestorer restorer,
    SnapshotPipeline pipeline,
    LocalSnapshots local,
    AgentReporter reporter,
    StuckTasks stuck,
    int slots,
    AgentMeters meters,
    PeerGrace grace,
    Path work) {

  String agentId() {
    return runtime.agentId();
  }
}
