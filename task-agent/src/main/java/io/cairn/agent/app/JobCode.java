package io.cairn.agent.app;

import io.cairn.api.Job;
import io.cairn.api.JobArguments;
import io.cairn.api.JobDefinition;
import io.cairn.protocol.v1.JobSpec;
import io.cairn.protocol.v1.OperatorNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A job's code, loaded and defined on this agent; closed when the attempt that uses it is over.
 *
 * @param loader of every class of the job
 * @param definition what the job's entry class defined, at the parallelism of its attempt
 */
record JobCode(JobClassLoader loader, JobDefinition definition, JobArguments arguments)
    implements AutoCloseable {

  /**
   * Loads the entry class and runs its definition.
   *
   * @throws DeploymentException if the code does not load, define, or define what was submitted
   */
  static JobCode load(Path jar, JobSpec spec) throws IOException, DeploymentException {
    JobClassLoader loader = new JobClassLoader(jar.toUri().toURL(), JobCode.class.getClassLoader());
    try {
      JobArguments arguments = JobArguments.of(spec.getArgumentsMap());
      JobDefinition definition = define(loader, spec.getEntryClass(), arguments);
      Optional<String> difference = GraphComparison.difference(spec.getGraph(), definition.graph());
      if (difference.isPresent()) {
        throw new DeploymentException(
            "the job defines another graph here than where it was submitted, so its definition"
                + " depends on more than its arguments: "
                + difference.get());
      }
      List<Integer> parallelism =
          spec.getGraph().getOperatorsList().stream().map(OperatorNode::getParallelism).toList();
      return new JobCode(loader, definition.withParallelism(parallelism), arguments);
    } catch (DeploymentException | RuntimeException e) {
      loader.close();
      throw e;
    }
  }

  private static JobDefinition define(
      JobClassLoader loader, String entryClass, JobArguments arguments) throws DeploymentException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      Object entry = loader.loadClass(entryClass).getConstructor().newInstance();
      if (entry instanceof Job job) {
        return JobDefinition.of(job, arguments);
      }
      throw new DeploymentException(entryClass + " does not implement " + Job.class.getName());
    } catch (ClassNotFoundException e) {
      throw new DeploymentException("the jar holds no class " + e.getMessage(), e);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      Throwable cause = e.getCause() != null ? e.getCause() : e;
      throw new DeploymentException(entryClass + " cannot define its job: " + cause, e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
