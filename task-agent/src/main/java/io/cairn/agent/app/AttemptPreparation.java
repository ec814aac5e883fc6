package io.cairn.agent.app;

import io.cairn.agent.OneLine;
import io.cairn.agent.channel.DataAddress;
import io.cairn.agent.runtime.AttemptSpec;
import io.cairn.agent.runtime.TaskPlace;
import io.cairn.agent.snapshot.AttemptDirectories;
import io.cairn.agent.snapshot.Directories;
import io.cairn.agent.snapshot.JobPaths;
import io.cairn.agent.snapshot.SnapshotHandles;
import io.cairn.agent.snapshot.TaskRestorer;
import io.cairn.api.JobDefinition;
import io.cairn.protocol.v1.Deploy;
import io.cairn.protocol.v1.OperatorRestore;
import io.cairn.protocol.v1.TaskRestore;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.blob.BlobStores;
import io.cairn.storage.snapshot.RestoreResult;
import io.cairn.storage.snapshot.StoredSnapshot;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/**
 * Everything that comes before the tasks of an attempt can start, on a worker: code, definition,
 * restored state. Blocks.
 */
final class AttemptPreparation {

  private final Deploy deploy;
  private final Map<Integer, HostedTask> tasks;
  private final AttemptDirectories directories;
  private final HostServices services;

  /**
   * @param tasks of this agent, by number
   */
  AttemptPreparation(
      Deploy deploy,
      Map<Integer, HostedTask> tasks,
      AttemptDirectories directories,
      HostServices services) {
    this.deploy = deploy;
    this.tasks = Map.copyOf(tasks);
    this.directories = directories;
    this.services = services;
  }

  /**
   * Does it all.
   *
   * @param cancelled asked between the steps
   * @return what the runtime needs, and the code, which the caller closes
   */
  Prepared prepare(BooleanSupplier cancelled) throws IOException, DeploymentException {
    Path jar = services.jars().fetch(deploy.getSpec().getJarSha256());
    JobCode code = JobCode.load(jar, deploy.getSpec());
    try {
      Directories.delete(directories.root());
      Files.createDirectories(directories.root());
      if (!deploy.getRestoreStore().isEmpty()) {
        restoreForeign(code.definition(), cancelled);
      } else if (deploy.getRestoreCheckpoint() > 0) {
        restoreAll(services.restorer(), code.definition(), cancelled);
      }
      return new Prepared(spec(code), code);
    } catch (IOException | DeploymentException | RuntimeException e) {
      code.close();
      throw e;
    }
  }

  private AttemptSpec spec(JobCode code) {
    List<TaskPlace> places =
        deploy.getPlacesList().stream()
            .map(p -> new TaskPlace(p.getAgentId(), new DataAddress(p.getHost(), p.getPort())))
            .toList();
    return new AttemptSpec(
        deploy.getJobId(),
        deploy.getAttempt(),
        code.definition(),
        code.arguments(),
        deploy.getRestoreOtherJob() ? 0 : deploy.getRestoreCheckpoint(),
        deploy.getLeaveTransactions(),
        places);
  }

  /** From the store of another cluster, which is read here and never again. */
  private void restoreForeign(JobDefinition definition, BooleanSupplier cancelled)
      throws IOException, DeploymentException {
    URI root = URI.create(deploy.getRestoreStore());
    try (BlobStore store = BlobStores.open(root, services.runtime().hadoopSettings())) {
      restoreAll(new TaskRestorer(services.local(), store), definition, cancelled);
    }
  }

  private void restoreAll(
      TaskRestorer restorer, JobDefinition definition, BooleanSupplier cancelled)
      throws DeploymentException {
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (TaskRestore restore : deploy.getRestoresList()) {
      HostedTask task = tasks.get(restore.getTask());
      if (task != null) {
        running.add(
            CompletableFuture.runAsync(
                () -> restore(restorer, task, restore, cancelled), services.restorers()));
      }
    }
    OperatorRestores operators = new OperatorRestores(definition, services);
    for (OperatorRestore restore : deploy.getOperatorsList()) {
      for (HostedTask task : tasks.values()) {
        if (task.operator().equals(restore.getOperator())) {
          running.add(
              CompletableFuture.runAsync(
                  () -> rescale(operators, task, restore, cancelled), services.restorers()));
        }
      }
    }
    try {
      CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new DeploymentException(String.valueOf(cause.getMessage()), cause);
    }
  }

  private void restore(
      TaskRestorer restorer, HostedTask task, TaskRestore restore, BooleanSupplier cancelled) {
    if (cancelled.getAsBoolean()) {
      return;
    }
    long checkpoint = deploy.getRestoreCheckpoint();
    try {
      StoredSnapshot from = SnapshotHandles.fromWire(restore.getHandle());
      long begun = System.nanoTime();
      RestoreResult result =
          restorer.restore(
              cut(task.jobId()), task.task(), task.name(), from, directories.state(task.task()));
      services
          .meters()
          .restored(System.nanoTime() - begun, result.fetchedBytes(), result.reusedBytes());
      if (deploy.getRestoreRoot().isEmpty()) {
        // A savepoint's files are never built on: they are deleted when a person says so.
        services
            .agentThread()
            .execute(
                () -> services.pipeline().restored(task.jobId(), task.task(), checkpoint, from));
      }
      services.reporter().restored(task, checkpoint);
    } catch (IOException | IllegalArgumentException e) {
      throw unrestorable(task, e);
    }
  }

  private void rescale(
      OperatorRestores operators,
      HostedTask task,
      OperatorRestore restore,
      BooleanSupplier cancelled) {
    if (cancelled.getAsBoolean()) {
      return;
    }
    try {
      operators.restore(cut(task.jobId()), task, restore, directories.state(task.task()));
      services.reporter().restored(task, deploy.getRestoreCheckpoint());
    } catch (IOException | IllegalArgumentException e) {
      throw unrestorable(task, e);
    }
  }

  private CompletionException unrestorable(HostedTask task, Exception e) {
    return new CompletionException(
        new DeploymentException(
            task.name()
                + " cannot be restored from checkpoint "
                + deploy.getRestoreCheckpoint()
                + ": "
                + OneLine.of(e),
            e));
  }

  private TaskRestorer.Cut cut(long jobId) {
    String root = deploy.getRestoreRoot();
    return new TaskRestorer.Cut(
        jobId,
        deploy.getRestoreCheckpoint(),
        root.isEmpty() ? JobPaths.root(jobId) : root,
        deploy.getRestoreOtherJob());
  }

  /** An attempt that can start. */
  record Prepared(AttemptSpec spec, JobCode code) {}
}
