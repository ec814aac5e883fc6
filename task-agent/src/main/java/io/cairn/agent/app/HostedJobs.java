package io.cairn.agent.app;

import io.cairn.protocol.v1.Deploy;
import io.cairn.protocol.v1.HostedAttempt;
import io.cairn.protocol.v1.JobView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts on this agent, at most one per job, brought to what the coordinators say again and
 * again: an attempt that is not to run is stopped, one that is to run and does not is started.
 *
 * <p>Of the agent's thread.
 */
final class HostedJobs {

  private static final Logger log = LoggerFactory.getLogger(HostedJobs.class);

  private final HostServices services;
  private final Map<Long, AttemptHost> hosts = new HashMap<>();
  private final Map<Long, JobView> views = new HashMap<>();

  HostedJobs(HostServices services) {
    this.services = services;
  }

  /** Tasks to run. Known ones are left as they are. */
  void deploy(Deploy deploy) {
    long jobId = deploy.getJobId();
    AttemptHost current = hosts.get(jobId);
    if (current != null && current.attempt() >= deploy.getAttempt()) {
      return;
    }
    JobView view = views.get(jobId);
    if (view != null && !mayRun(view, deploy.getAttempt())) {
      return;
    }
    AttemptHost next = new AttemptHost(deploy, services);
    if (!next.hasTasks()) {
      log.warn("job-{} attempt {} has no task for this agent", jobId, deploy.getAttempt());
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
  void view(JobView view) {
    long jobId = view.getJobId();
    if (view.getEnded()) {
      views.remove(jobId);
    } else {
      views.put(jobId, view);
    }
    AttemptHost host = hosts.get(jobId);
    if (host != null && !mayRun(view, host.attempt())) {
      hosts.remove(jobId);
      var unused = host.stop();
    } else if (host != null && host.attempt() == view.getAttempt()) {
      host.view(view);
    }
    services.pipeline().view(view);
  }

  private static boolean mayRun(JobView view, long attempt) {
    boolean held = view.getHeld() && attempt <= view.getAttempt();
    return !view.getEnded() && !held && attempt >= view.getAttempt();
  }

  List<HostedAttempt> hosted() {
    return hosts.values().stream()
        .map(
            host ->
                HostedAttempt.newBuilder()
                    .setJobId(host.jobId())
                    .setAttempt(host.attempt())
                    .build())
        .toList();
  }

  /** Stops everything; the future completes when all tasks are gone. */
  CompletableFuture<Void> stopAll() {
    CompletableFuture<?>[] stopping =
        hosts.values().stream().map(AttemptHost::stop).toArray(CompletableFuture<?>[]::new);
    hosts.clear();
    return CompletableFuture.allOf(stopping);
  }
}
