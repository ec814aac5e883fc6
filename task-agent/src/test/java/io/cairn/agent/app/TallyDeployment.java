package io.cairn.agent.app;

import io.cairn.agent.app.testjob.TallyJob;
import io.cairn.protocol.v1.AgentHello;
import io.cairn.protocol.v1.Deploy;
import io.cairn.protocol.v1.Edge;
import io.cairn.protocol.v1.JobGraph;
import io.cairn.protocol.v1.JobSpec;
import io.cairn.protocol.v1.OperatorKind;
import io.cairn.protocol.v1.OperatorNode;
import io.cairn.protocol.v1.Partitioning;
import io.cairn.protocol.v1.SnapshotHandle;
import io.cairn.protocol.v1.TaskPlace;
import io.cairn.protocol.v1.TaskRestore;
import java.nio.file.Path;
import java.util.Map;

/**
 * How a coordinator would deploy the {@link TallyJob}, all of it on one agent.
 *
 * @param here where its tasks run
 */
record TallyDeployment(JobSpec spec, TaskPlace here) {

  static final long JOB = 7;
  static final int TASKS = 5;

  /** Reads {@code input.txt} and writes below {@code out} in the directory. */
  static TallyDeployment of(Path directory, String jarSha256, AgentHello hello) {
    TaskPlace here =
        TaskPlace.newBuilder()
            .setAgentId(hello.getAgentId())
            .setIncarnation(1)
            .setHost(hello.getDataHost())
            .setPort(hello.getDataPort())
            .build();
    return new TallyDeployment(spec(directory, jarSha256), here);
  }

  Deploy toDeploy(long term, long attempt, Map<Integer, SnapshotHandle> restores) {
    Deploy.Builder deploy =
        Deploy.newBuilder()
            .setTerm(term)
            .setJobId(JOB)
            .setAttempt(attempt)
            .setSpec(spec)
            .setRestoreCheckpoint(restores.isEmpty() ? 0 : 1);
    for (int task = 0; task < TASKS; task++) {
      deploy.addPlaces(here);
    }
    restores.forEach(
        (task, handle) ->
            deploy.addRestores(TaskRestore.newBuilder().setTask(task).setHandle(handle)));
    return deploy.build();
  }

  private static JobSpec spec(Path directory, String jarSha256) {
    return JobSpec.newBuilder()
        .setName("tally")
        .setJarSha256(jarSha256)
        .setEntryClass(TallyJob.class.getName())
        .putArguments("input", directory.resolve("input.txt").toUri().toString())
        .putArguments("output", directory.resolve("out").toUri().toString())
        .putArguments("rate", "100")
        .setGraph(
            JobGraph.newBuilder()
                .setKeyGroups(128)
                .addOperators(operator("words", OperatorKind.OPERATOR_KIND_SOURCE, 2))
                .addOperators(operator("tally", OperatorKind.OPERATOR_KIND_TRANSFORM, 2))
                .addOperators(operator("out", OperatorKind.OPERATOR_KIND_SINK, 1))
                .addEdges(edge("words", "tally", Partitioning.PARTITIONING_HASH))
                .addEdges(edge("tally", "out", Partitioning.PARTITIONING_REBALANCE)))
        .build();
  }

  private static OperatorNode operator(String id, OperatorKind kind, int parallelism) {
    return OperatorNode.newBuilder().setId(id).setKind(kind).setParallelism(parallelism).build();
  }

  private static Edge edge(String from, String to, Partitioning partitioning) {
    return Edge.newBuilder().setFrom(from).setTo(to).setPartitioning(partitioning).build();
  }
}
