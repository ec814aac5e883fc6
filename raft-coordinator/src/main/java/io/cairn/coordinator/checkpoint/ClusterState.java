package io.cairn.coordinator.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * Everything that survives a coordinator. Immutable, for any thread.
 *
 * @param clusterId empty before Bootstrap
 * @param elapsedMillis time the leaders have measured; stands still without a leader. Budgets count
 *     in it.
 * @param wallMillis newest wall clock seen, for display; never runs backwards
 * @param lastJob newest job id allocated; 0: none
 * @param lastIncarnation newest incarnation granted; 0: none
 * @param agents by id, the newest run of each
 * @param jobs by id, ended ones included
 * @param requests the last requests of people with their outcomes
 * @param history which terminal checkpoints go first when history is full; derived from the jobs
 * @param settings the last changes of jobs' settings
 * @param members the coordinators, as far as they were described at run time
 */
public record ClusterState(
    String clusterId,
    long elapsedMillis,
    long wallMillis,
    long lastJob,
    long lastIncarnation,
    HashedMap<AgentId, AgentState> agents,
    HashedMap<JobId, JobState> jobs,
    RequestLog requests,
    History history,
    SettingsHistory settings,
    MemberDirectory members)
    implements Hashed {

  /** Before the first event. */
  public static ClusterState empty() {
    return new ClusterState(
        "",
        0,
        0,
        0,
        0,
        HashedMap.empty(),
        HashedMap.empty(),
        RequestLog.EMPTY,
        History.EMPTY,
        SettingsHistory.EMPTY,
        MemberDirectory.EMPTY);
  }

  /** The job, or null. */
  public @Nullable JobState job(JobId id) {
    return jobs.get(id);
  }

  /** The job of this name: one that has not ended, else the newest; null when there is none. */
  public @Nullable JobState jobNamed(String name) {
    JobState newest = null;
    for (JobState job : jobs.values()) {
      if (job.spec().name().equals(name)) {
        if (!job.status().isEnded()) {
          return job;
        }
        newest = job;
      }
    }
    return newest;
  }

  /** The newest run of the agent, or null. */
  public @Nullable AgentState agent(AgentId id) {
    return agents.get(id);
  }

  /** Whether Bootstrap was applied. */
  public boolean isBootstrapped() {
    return !clusterId.isEmpty();
  }

  ClusterState withClusterId(String id) {
    return new ClusterState(
        id,
        elapsedMillis,
        wallMillis,
        lastJob,
        lastIncarnation,
        agents,
        jobs,
        requests,
        history,
        settings,
        members);
  }

  ClusterState withTime(long elapsed, long wall) {
    return new ClusterState(
        clusterId,
        elapsed,
        wall,
        lastJob,
        lastIncarnation,
        agents,
        jobs,
        requests,
        history,
        settings,
        members);
  }

  ClusterState withLastJob(JobId id) {
    return new ClusterState(
        clusterId,
        elapsedMillis,
        wallMillis,
        id.value(),
        lastIncarnation,
        agents,
        jobs,
        requests,
        history,
        settings,
        members);
  }

  /** Raises the counters to those of another cluster, whose ids are not to be given again. */
  ClusterState withFloors(CounterFloors floors) {
    return new ClusterState(
        clusterId,
        elapsedMillis,
        wallMillis,
        Math.max(lastJob, floors.job()),
        Math.max(lastIncarnation, floors.incarnation()),
        agents,
        jobs,
        requests,
        history,
        settings,
        members);
  }

  ClusterState withAgent(AgentState agent) {
    return new ClusterState(
        clusterId,
        elapsedMillis,
        wallMillis,
        lastJob,
        Math.max(lastIncarnation, agent.incarnation().value()),
        agents.plus(agent.id(), agent),
        jobs,
        requests,
        history,
        settings,
        members);
  }

  ClusterState with(JobState job) {
    return withJobs(jobs.plus(job.id(), job));
  }

  ClusterState withJobs(HashedMap<JobId, JobState> now) {
    return new ClusterState(
        clusterId,
        elapsedMillis,
        wallMillis,
        lastJob,
        lastIncarnation,
        agents,
        now,
        requests,
        history,
        settings,
        members);
  }

  ClusterState withRequests(RequestLog now) {
    return new ClusterState(
        clusterId,
        elapsedMillis,
        wallMillis,
        lastJob,
        lastIncarnation,
        agents,
        jobs,
        now,
        history,
        settings,
        members);
  }

  ClusterState withHistory(History now) {
    return new ClusterState(
        clusterId,
        elapsedMillis,
        wallMillis,
        lastJob,
        lastIncarnation,
        agents,
        jobs,
        requests,
        now,
        settings,
        members);
  }

  ClusterState withSettings(SettingsHistory now) {
    return new ClusterState(
        clusterId,
        elapsedMillis,
        wallMillis,
        lastJob,
        lastIncarnation,
        agents,
        jobs,
        requests,
        history,
        now,
        members);
  }

  ClusterState withMembers(MemberDirectory now) {
    return new ClusterState(
        clusterId,
        elapsedMillis,
        wallMillis,
        lastJob,
        lastIncarnation,
        agents,
        jobs,
        requests,
        history,
        settings,
        now);
  }

  @Override
  public long stateHash() {
    Hash64 hash = Hash64.of("cluster").add(clusterId).add(elapsedMillis).add(wallMillis);
    hash.add(lastJob).add(lastIncarnation).add(agents.sum()).add(jobs.sum());
    hash.add(requests.sum());
    settings.addTo(hash);
    members.addTo(hash);
    return hash.end();
  }
}
