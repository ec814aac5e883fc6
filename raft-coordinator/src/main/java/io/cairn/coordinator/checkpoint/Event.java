package io.cairn.coordinator.checkpoint;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the Raft log holds: one record per message of log.proto, with the same meaning. Ids that do
 * not exist yet are allocated by {@link StateMachine#apply}, never by who proposes. Constructors
 * check bounds (IllegalArgumentException) and cut reasons at {@link Text#MAX_REASON_BYTES}; whether
 * an event makes sense in a state is decided when it is applied. Immutable.
 */
public sealed interface Event
    permits Event.Bootstrap,
        Event.RegisterAgent,
        Event.AgentLost,
        Event.SubmitJob,
        RestoreJob,
        Event.StartAttempt,
        Event.TaskStatusUpdate,
        Event.CheckpointRequest,
        Event.CheckpointComplete,
        Event.MetadataDurable,
        Event.AbortCheckpoint,
        Event.SinkCommitted,
        Event.FilesDeleted,
        Event.StopJob,
        Event.SettingsChanged,
        Event.SavepointDeleted,
        Event.MemberDescribed,
        Event.MemberRemoved,
        Event.AgentDraining,
        LeaderStarted,
        RescaleJob,
        RestartJob {
  /** The first event of a cluster's life. */
  record Bootstrap(String clusterId) implements Event {
    /** Checks the bounds. */
    public Bootstrap {
      Text.name("cluster id", clusterId);
    }

    @Override
    public <R> R match(EventCases<R> cases) {
      return cases.bootstrap(this);
    }
  }

  /** An agent's process asks for an incarnation; the same nonce gets the same one again. */
  record RegisterAgent(
      AgentId agent, String nonce, String dataHost, int dataPort, int slots, SalvageWait salvage)
      implements Event {
    /** Checks the bounds. */
    public RegisterAgent {
      Text.name("nonce", nonce);
      Text.name("data host", dataHost);
    }

    /** Of an older log. */
    public RegisterAgent(
        AgentId agent, String nonce, String dataHost, int dataPort, int slots, long atMostMillis) {
      this(agent, nonce, dataHost, dataPort, slots, new SalvageWait(atMostMillis, 0));
    }

    @Override
    public <R> R match(EventCases<R> cases) {
      return cases.registerAgent(this);
    }
  }

  /** The lease ran out, or it stopped; its jobs may be salvaged for so long at most. */
  record AgentLost(AgentId agent, Incarnation incarnation, SalvageWait salvage, boolean stopped)
      implements Event {
    /** Of an older log. */
    public AgentLost(AgentId agent, Incarnation incarnation, long atMostMillis, boolean stopped) {
      this(agent, incarnation, new SalvageWait(atMostMillis, 0), stopped);
    }

    @Override
    public <R> R match(EventCases<R> cases) {
      return cases.agentLost(this);
    }
  }

  /** Someone submits a job, empty or from a savepoint; the id is allocated when applied. */
  record SubmitJob(String requestId, JobSpec spec, @Nullable RestoreWish restore) implements Event {
    /** Checks the bounds. */
    public SubmitJob {
      Text.name("request id", requestId);
    }

    /** A job that begins empty. */
    public SubmitJob(String requestId, JobSpec spec) {
      this(requestId, spec, null);
    }

    @Override
    public <R> R match(EventCases<R> cases) {
      return cases.submitJob(this);
    }
  }

  /** Creates the next attempt and fixes its restore point. */
  record StartAttempt(
      JobId job, Attempt expectedAttempt, CheckpointId expectedCompleted, List<Placement> placement)
      implements Event {
    /** Checks the bounds. */
    public StartAttempt {
      placement = List.copyOf(placement);
    }

    @Override
    public <R> R match(EventCases<R> cases) {
      return cases.startAttempt(this);
    }
  }

  /**
   * A task reports a phase; the checkpoint is NONE when the phase is about the attempt. With FAILED
   * the leader says how long the job may be salvaged.
   */
  record TaskStatusUpdate(
      JobId job,
      Attempt attempt,
      int task,
      TaskPhase phase,
      CheckpointId checkpoint,
      String reason,
      SalvageWait salvage)
      implements Event {
    /** Checks the bounds. */
    public TaskStatusUpdate {
      reason = Text.reason(reason);
    }

    /** As the task says it, and as older logs have it. */
    public TaskStatusUpdate(
        JobId job, Attempt attempt, int task, TaskPhase phase, CheckpointId cut, String reason) {
      this(job, attempt, task, phase, cut, reason, SalvageWait.NONE);
    }

    /** The same, with the leader's word. */
    public TaskStatusUpdate with(SalvageWait wait) {
      return new TaskStatusUpdate(job, attempt, task, phase, checkpoint, reason, wait);
    }

    @Override
    public <R> R match(EventCases<R> cases) {
      return cases.taskStatusUpdate(this);
    }
  }

  /**
   * A checkpoint is wanted; the request id is empty unless it is MANUAL or a SAVEPOINT. A full one,
   * MANUAL too, has no base: every task uploads all of its state. A SAVEPOINT has a name, or an
   * empty one, then {@code apply} gives it one, and someone who wants it.
   */
  record CheckpointRequest(
      JobId job, CheckpointKind kind, String requestId, boolean full, String name, String who)
      implements Event {
    /** Checks the bounds. */
    public CheckpointRequest {
      Text.name("request id", requestId);
      Text.name("who", who);
      SavepointName.check(name);
      if (kind != CheckpointKind.SAVEPOINT && !(name.isEmpty() && who.isEmpty())) {
        throw new IllegalArgumentException("only a SAVEPOINT is requested by name, not " + kind);
      }
      if (full && kind != CheckpointKind.MANUAL) {
        throw new IllegalArgumentException("only a MANUAL checkpoint can be full, not " + kind);
      }
    }

    /** No savepoint. */
    public CheckpointRequest(JobId job, CheckpointKind kind, String requestId, boolean full) {
      this(job, kind, requestId, full, "", "");
    }

    /** An incremental one. */
    public CheckpointRequest(JobId job, CheckpointKind kind, String requestId) {
      this(job, kind, requestId, false);
    }

    @Override
    public <R> R match(EventCases<R> cases) {
      return cases.checkpointRequest(this);
    }
  }

  /** A task's ack: its snapshot is durable in the blob store. */
  record CheckpointComplete(
      JobId job,
      Attempt attempt,
      int task,
      CheckpointId checkpoint,
      SnapshotHandle handle,
      SnapshotStats stats)
      implements Event {
    @Override
    public <R> R match(EventCases<R> cases) {
      return cases.checkpointComplete(this);
    }
  }

  /** The pending metadata of a COMMITTING checkpoint is durable. */
  record MetadataDurable(JobId job, CheckpointId checkpoint, long length, int crc32c)
      implements Event {
    @Override
    public <R> R match(EventCases<R> cases) {
      return cases.metadataDurable(this);
    }
  }

  /**
   * The leader or a person gives a checkpoint up. A person says who and has a request id; the
   * leader names the task whose ack is missing, or {@link AbortCause#NO_TASK}.
   */
  record AbortCheckpoint(
      JobId job,
      CheckpointId checkpoint,
      AbortReason reason,
      String detail,
      int task,
      String requestId,
      String who)
      implements Event {
    /** Checks the bounds. */
    public AbortCheckpoint {
      detail = Text.reason(detail);
      task = Math.max(AbortCause.NO_TASK, task);
      Text.name("request id", requestId);
      Text.name("who", who);
    }

    /** The leader's. */
    public AbortCheckpoint(
        JobId job, CheckpointId checkpoint, AbortReason reason, String detail, int task) {
      this(job, checkpoint, reason, detail, task, "", "");
    }

    /** The leader's, when no task is to blame. */
    public AbortCheckpoint(JobId job, CheckpointId checkpoint, AbortReason reason, String detail) {
      this(job, checkpoint, reason, detail, AbortCause.NO_TASK);
    }

    @Override
    public <R> R match(EventCases<R> cases) {
      return cases.abortCheckpoint(this);
    }
  }

  /** A sink task has committed every transaction of checkpoints up to this one. */
  record SinkCommitted(JobId job, Attempt attempt, int task, CheckpointId checkpoint)
      implements Event {
    @Override
    public <R> R match(EventCases<R> cases) {
      return cases.sinkCommitted(this);
    }
  }

  /** Condemned segments, and the metadata of these checkpoints, are gone. */
  record FilesDeleted(JobId job, List<SegmentPath> segments, List<CheckpointId> checkpoints)
      implements Event {
    /** Checks the bounds. */
    public FilesDeleted {
      segments = List.copyOf(segments);
      checkpoints = List.copyOf(checkpoints);
    }

    @Override
    public <R> R match(EventCases<R> cases) {
      return cases.filesDeleted(this);
    }
  }

  /** Someone wants the job to stop; with a SAVEPOINT, it may have a name, and who is told. */
  record StopJob(String requestId, JobId job, StopMode mode, String name, String who)
      implements Event {
    /** Checks the bounds. */
    public StopJob {
      Text.name("request id", requestId);
      Text.name("who", who);
      SavepointName.check(name);
    }

    /** Without a savepoint. */
    public StopJob(String requestId, JobId job, StopMode mode) {
      this(requestId, job, mode, "", "");
    }

    @Override
    public <R> R match(EventCases<R> cases) {
      return cases.stopJob(this);
    }
  }

  /** Someone changes settings of a job's checkpoints; those that are not named stay. */
  record SettingsChanged(
      String requestId, JobId job, String who, long wallMillis, SortedMap<Setting, Long> values)
      implements Event {
    /** Checks the bounds; the values are checked when applied. */
    public SettingsChanged {
      Text.name("request id", requestId);
      Text.name("who", who);
      wallMillis = Math.max(0, wallMillis);
      values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    @Override
    public <R> R match(EventCases<R> cases) {
      return cases.settingsChanged(this);
    }
  }

  /** Someone does not want a savepoint any more. */
  record SavepointDeleted(String requestId, JobId job, String name, String who) implements Event {
    /** Checks the bounds. */
    public SavepointDeleted {
      Text.name("request id", requestId);
      Text.name("who", who);
      SavepointName.check(name);
    }

    @Override
    public <R> R match(EventCases<R> cases) {
      return cases.savepointDeleted(this);
    }
  }

  /** Someone wants an agent to have no tasks, or not any more. */
  record AgentDraining(
      String requestId, AgentId agent, boolean draining, String who, long wallMillis)
      implements Event {
    /** Checks the bounds. */
    public AgentDraining {
      Text.name("request id", requestId);
      Text.name("who", who);
      wallMillis = Math.max(0, wallMillis);
    }

    @Override
    public <R> R match(EventCases<R> cases) {
      return cases.agentDraining(this);
    }
  }

  /**
   * Where a coordinator is reached; before Raft's own configuration gets it.
   *
   * @param who added or corrected it; empty in older logs, and for those of the configuration files
   */
  record MemberDescribed(MemberState member, String who) implements Event {
    /** Checks the bounds. */
    public MemberDescribed {
      Text.name("who", who);
    }

    /** One that is there already, or of which nobody knows who added it. */
    public MemberDescribed(MemberState member) {
      this(member, "");
    }

    @Override
    public <R> R match(EventCases<R> cases) {
      return cases.memberDescribed(this);
    }
  }

  /**
   * A coordinator has left Raft's configuration, or never got into it.
   *
   * @param raft of the one that is meant: its id may be in use again
   * @param neverVoted its addition failed, and nothing of it needs to be remembered
   * @param who removed it, or tried to add it; empty in older logs
   */
  record MemberRemoved(String id, String raft, boolean neverVoted, String who) implements Event {
    /** Checks the bounds. */
    public MemberRemoved {
      Text.name("member id", id);
      Text.name("raft address", raft);
      Text.name("who", who);
    }

    /** Nobody knows who removed it. */
    public MemberRemoved(String id, String raft, boolean neverVoted) {
      this(id, raft, neverVoted, "");
    }

    @Override
    public <R> R match(EventCases<R> cases) {
      return cases.memberRemoved(this);
    }
  }

  /** Handles each kind of event. */
  <R> R match(EventCases<R> cases);
}
