package io.cairn.coordinator.checkpoint;

import java.util.function.Supplier;

/** Finds the rule for each kind of event; before Bootstrap there is only that one. */
final class Dispatch implements EventCases<Verdict> {
  private final ClusterState state;

  Dispatch(ClusterState state) {
    this.state = state;
  }

  @Override
  public Verdict bootstrap(Event.Bootstrap event) {
    if (event.clusterId().isEmpty()) {
      return Verdict.rejected(state, Outcome.Code.INVALID, "the cluster id is empty");
    }
    return state.isBootstrapped()
        ? Verdict.ignored(state, "the cluster has an id")
        : Verdict.accepted(state.withClusterId(event.clusterId()));
  }

  @Override
  public Verdict registerAgent(Event.RegisterAgent event) {
    return bootstrapped(() -> AgentRules.register(state, event));
  }

  @Override
  public Verdict agentLost(Event.AgentLost event) {
    return bootstrapped(() -> AgentRules.lost(state, event));
  }

  @Override
  public Verdict submitJob(Event.SubmitJob event) {
    return bootstrapped(
        () ->
            Requests.once(
                state, "submit", event.requestId(), () -> SubmitRules.submit(state, event)));
  }

  @Override
  public Verdict restoreJob(RestoreJob event) {
    return bootstrapped(
        () ->
            Requests.once(
                state, "restore", event.requestId(), () -> ForeignRules.restore(state, event)));
  }

  @Override
  public Verdict startAttempt(Event.StartAttempt event) {
    return bootstrapped(() -> AttemptRules.start(state, event));
  }

  @Override
  public Verdict taskStatusUpdate(Event.TaskStatusUpdate event) {
    return bootstrapped(
        () ->
            event.phase().code() <= TaskPhase.FAILED.code()
                ? TaskRules.report(state, event)
                : CheckpointRules.report(state, event));
  }

  @Override
  public Verdict checkpointRequest(Event.CheckpointRequest event) {
    return bootstrapped(
        () ->
            event.kind() == CheckpointKind.MANUAL || event.kind() == CheckpointKind.SAVEPOINT
                ? Requests.once(
                    state,
                    event.kind() == CheckpointKind.MANUAL ? "checkpoint" : "savepoint",
                    event.requestId(),
                    () -> CheckpointRules.request(state, event))
                : CheckpointRules.request(state, event));
  }

  @Override
  public Verdict checkpointComplete(Event.CheckpointComplete event) {
    return bootstrapped(() -> AckRules.acknowledge(state, event));
  }

  @Override
  public Verdict metadataDurable(Event.MetadataDurable event) {
    return bootstrapped(() -> CompletionRules.durable(state, event));
  }

  @Override
  public Verdict abortCheckpoint(Event.AbortCheckpoint event) {
    return bootstrapped(
        () ->
            event.requestId().isEmpty()
                ? AbortRules.abort(state, event)
                : Requests.once(
                    state, "abort", event.requestId(), () -> AbortRules.abort(state, event)));
  }

  @Override
  public Verdict sinkCommitted(Event.SinkCommitted event) {
    return bootstrapped(() -> SinkRules.committed(state, event));
  }

  @Override
  public Verdict filesDeleted(Event.FilesDeleted event) {
    return bootstrapped(() -> Retention.deleted(state, event));
  }

  @Override
  public Verdict stopJob(Event.StopJob event) {
    return bootstrapped(
        () -> Requests.once(state, "stop", event.requestId(), () -> JobRules.stop(state, event)));
  }

  @Override
  public Verdict rescaleJob(RescaleJob event) {
    return bootstrapped(
        () ->
            Requests.once(
                state, "rescale", event.requestId(), () -> RescaleRules.rescale(state, event)));
  }

  @Override
  public Verdict restartJob(RestartJob event) {
    return bootstrapped(
        () ->
            Requests.once(
                state, "restart", event.requestId(), () -> RescaleRules.restart(state, event)));
  }

  @Override
  public Verdict settingsChanged(Event.SettingsChanged event) {
    return bootstrapped(
        () ->
            Requests.once(
                state, "settings", event.requestId(), () -> SettingsRules.change(state, event)));
  }

  @Override
  public Verdict savepointDeleted(Event.SavepointDeleted event) {
    return bootstrapped(
        () ->
            Requests.once(
                state,
                "savepoint-deletion",
                event.requestId(),
                () -> SavepointRules.delete(state, event)));
  }

  @Override
  public Verdict agentDraining(Event.AgentDraining event) {
    return bootstrapped(
        () ->
            Requests.once(
                state, "drain", event.requestId(), () -> DrainRules.change(state, event)));
  }

  @Override
  public Verdict memberDescribed(Event.MemberDescribed event) {
    return bootstrapped(() -> MemberRules.describe(state, event));
  }

  @Override
  public Verdict memberRemoved(Event.MemberRemoved event) {
    return bootstrapped(() -> MemberRules.remove(state, event));
  }

  @Override
  public Verdict leaderStarted(LeaderStarted event) {
    return bootstrapped(() -> MemberRules.lead(state, event));
  }

  private Verdict bootstrapped(Supplier<Verdict> rule) {
    return state.isBootstrapped()
        ? rule.get()
        : Verdict.rejected(state, Outcome.Code.NOT_BOOTSTRAPPED, "the cluster has no id yet");
  }
}
