package io.cairn.agent.app;

import io.cairn.process.logging.LogFields;
import io.cairn.protocol.v1.AlignmentProgress;
import io.cairn.protocol.v1.Deploy;
import io.cairn.protocol.v1.HostedAttempt;
import io.cairn.protocol.v1.JobView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts on this agent, at most one per job, brought to what the coordinators say again and
 * again: an attempt that is not to run is stopped, one that is to run and does not is started.
 *
 * <p>Of the agent's thread.
 */
public final class HostedJobs {

  private static final Logger log = LoggerFactory.getLogger(HostedJobs.class);

  private final Function<Deploy, Host> maker;
  private final Consumer<JobView> afterwards;
  private final Map<Long, Host> hosts = new HashMap<>();
  private final Map<Long, JobView> views = new HashMap<>();
  private boolean stopped;

  /** One attempt of a job on this agent. */
  public interface Host {
    /** Of the job. */
    long jobId();

    /** Its number. */
    long attempt();

    /** Whether the deployment places any task here. */
    boolean hasTasks();

    /** Prepares and starts the tasks, once what was there before is gone. */
    void begin(CompletableFuture<Void> after);

    /** How the job stands; of this very attempt. */
    void view(JobView now);

    /** Its tasks here that have some barriers of a checkpoint and await others. */
    default List<AlignmentProgress> aligning() {
      return List.of();
    }

    /** Stops the tasks, if any; the future completes when they are gone, never exceptionally. */
    CompletableFuture<Void> stop();
  }

  /**
   * Hosts nothing yet.
   *
   * @param maker of what runs a deployment; starts nothing
   * @param afterwards told of each view when the hosts have been
   */
  public HostedJobs(Function<Deploy, Host> maker, Consumer<JobView> afterwards) {
    this.maker = maker;
    this.afterwards = afterwards;
  }

  /** Tasks to run. Known ones are left as they are. */
  public void deploy(Deploy deploy) {
    long jobId = deploy.getJobId();
    Host current = hosts.get(jobId);
    if (stopped || (current != null && current.attempt() >= deploy.getAttempt())) {
      return;
    }
    JobView view = views.get(jobId);
    if (view != null && !mayRun(view, deploy.getAttempt())) {
      return;
    }
    Host next = maker.apply(deploy);
    if (!next.hasTasks()) {
      log.atWarn()
          .addKeyValue(LogFields.JOB, jobId)
          .log("job-{} attempt {} has no task for this agent", jobId, deploy.getAttempt());
      return;
    }
    CompletableFuture<Void> before =
        current == null ? CompletableFuture.completedFuture(null) : current.stop();
    hosts.put(jobId, next);
    if (view != null && view.getAttempt() == deploy.getAttempt()) {
      next.view(view);
    }
    next.begin(before);
  }

  /** How a job must look here. */
  public void view(JobView view) {
    long jobId = view.getJobId();
    if (view.getEnded()) {
      views.remove(jobId);
    } else {
      views.put(jobId, view);
    }
    Host host = hosts.get(jobId);
    if (host != null && !mayRun(view, host.attempt())) {
      hosts.remove(jobId);
      var unused = host.stop();
    } else if (host != null && host.attempt() == view.getAttempt()) {
      host.view(view);
    }
    afterwards.accept(view);
  }

  private static boolean mayRun(JobView view, long attempt) {
    boolean held = view.getHeld() && attempt <= view.getAttempt();
    return !view.getEnded() && !held && attempt >= view.getAttempt();
  }

  /** The attempts that are here, for the heartbeat. */
  public List<HostedAttempt> hosted() {
    return hosts.values().stream()
        .map(
            host ->
                HostedAttempt.newBuilder()
                    .setJobId(host.jobId())
                    .setAttempt(host.attempt())
                    .build())
        .toList();
  }

  /** Tasks on this agent that have some barriers of a checkpoint and await others. */
  public List<AlignmentProgress> aligning() {
    return hosts.values().stream().flatMap(host -> host.aligning().stream()).toList();
  }

  /** Stops everything, for good; the future completes when all tasks are gone. */
  public CompletableFuture<Void> stopAll() {
    stopped = true;
    CompletableFuture<?>[] stopping =
        hosts.values().stream().map(Host::stop).toArray(CompletableFuture<?>[]::new);
    hosts.clear();
    return CompletableFuture.allOf(stopping);
  }
}
