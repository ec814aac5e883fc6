package io.cairn.coordinator.app;

import io.cairn.coordinator.checkpoint.AbortCause;
import io.cairn.coordinator.checkpoint.AgentState;
import io.cairn.coordinator.checkpoint.Batch;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.CheckpointStatus;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.MemberDirectory;
import io.cairn.coordinator.checkpoint.MemberState;
import io.cairn.coordinator.checkpoint.Outcome;
import io.cairn.coordinator.checkpoint.Progress;
import io.cairn.coordinator.checkpoint.SettingsChange;
import io.cairn.coordinator.checkpoint.StateMachine;
import io.cairn.coordinator.checkpoint.TaskPhase;
import io.cairn.coordinator.replication.AppliedListener.Applied;
import io.cairn.process.history.HistoryLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The history lines of a batch: each transition of a checkpoint, job or agent, and each ack. Pure.
 *
 * <p>A batch may take a checkpoint over several transitions; its events are applied again one by
 * one, so that each shows.
 */
final class AppliedEvents {
  private final Applied applied;
  private final List<HistoryLine> lines = new ArrayList<>();

  /** Where the walk through the batch is; the events of {@code waiting} are not in it yet. */
  private ClusterState current;

  private long elapsedMillis;
  private final List<Event> waiting = new ArrayList<>();
  private Event.@Nullable CheckpointComplete lastAck;
  private HistoryLine.@Nullable Shared lastShared;

  private AppliedEvents(Applied applied) {
    this.applied = applied;
    this.current = applied.before();
    this.elapsedMillis = applied.batch().elapsedMillis();
  }

  static List<HistoryLine> of(Applied applied) {
    AppliedEvents events = new AppliedEvents(applied);
    events.collect();
    return events.lines;
  }

  private void collect() {
    List<Event> events = applied.batch().events();
    boolean onlyProgress = Progress.isAll(applied.before(), applied.after(), applied.batch());
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      boolean accepted = applied.outcomes().get(i) instanceof Outcome.Accepted;
      if (event instanceof Event.CheckpointComplete ack && accepted) {
        ack(ack);
      }
      if (!accepted || onlyProgress) {
        continue; // changed nothing that shows
      }
      if (isProgress(event)) {
        waiting.add(event);
      } else {
        catchUp();
        step(List.of(event));
      }
    }
  }

  /** Whether the event, after those that wait, is neither its checkpoint's first word nor last. */
  private boolean isProgress(Event event) {
    if (event instanceof Event.CheckpointComplete ack) {
      return isProgress(ack.job(), ack.checkpoint());
    }
    return event instanceof Event.TaskStatusUpdate status
        && (status.phase() == TaskPhase.STARTED || status.phase() == TaskPhase.LOCAL)
        && isProgress(status.job(), status.checkpoint());
  }

  /** Counts all that wait as acks: at worst more is walked through than needed. */
  private boolean isProgress(JobId jobId, CheckpointId id) {
    JobState job = current.job(jobId);
    CheckpointState checkpoint = job == null ? null : job.checkpoint(id);
    return checkpoint != null
        && checkpoint.status() == CheckpointStatus.EXECUTING
        && checkpoint.acks() + waiting.size() + 1 < checkpoint.taskCount();
  }

  /** Applies what waits, which is no transition; what waits at the end is never applied. */
  private void catchUp() {
    if (!waiting.isEmpty()) {
      step(List.copyOf(waiting));
      waiting.clear();
    }
  }

  private void step(List<Event> events) {
    Batch batch = new Batch(elapsedMillis, applied.batch().wallMillis(), events);
    ClusterState next = StateMachine.apply(current, batch).next();
    elapsedMillis = 0;
    compare(current, next);
    current = next;
  }

  private void ack(Event.CheckpointComplete ack) {
    lines.add(new HistoryLine.OneOfMany(shared(ack), ack.task()));
  }

  private HistoryLine.Shared shared(Event.CheckpointComplete ack) {
    HistoryLine.Shared known = lastShared;
    if (known != null
        && lastAck != null
        && ack.checkpoint().equals(lastAck.checkpoint())
        && ack.job().equals(lastAck.job())) {
      return known;
    }
    Map<String, Long> before = new LinkedHashMap<>();
    before.put("job", ack.job().value());
    before.put("checkpoint", ack.checkpoint().value());
    Map<String, Long> after = new LinkedHashMap<>();
    after.put("term", applied.term().value());
    after.put("index", applied.index());
    HistoryLine.Shared made = HistoryLine.Shared.of("ack", before, "task", after);
    lastAck = ack;
    lastShared = made;
    return made;
  }

  private void compare(ClusterState before, ClusterState after) {
    if (before.agents().sum() != after.agents().sum()) {
      for (AgentState agent : after.agents().values()) {
        AgentState old = before.agent(agent.id());
        if (old == null
            || old.shownStatus() != agent.shownStatus()
            || !old.incarnation().equals(agent.incarnation())) {
          agent(agent);
        }
      }
    }
    if (!before.members().equals(after.members())) {
      members(before.members(), after.members());
    }
    if (after.settings().last() > before.settings().last()) {
      settings(after.settings().changes().get(after.settings().last()));
    }
    if (before.jobs().sum() != after.jobs().sum()) {
      for (JobState job : after.jobs().values()) {
        compare(before.job(job.id()), job);
      }
    }
  }

  private void compare(@Nullable JobState before, JobState after) {
    if (before == null || before.checkpoints().sum() != after.checkpoints().sum()) {
      for (CheckpointState checkpoint : after.checkpoints().values()) {
        CheckpointState old = before == null ? null : before.checkpoint(checkpoint.id());
        if (old == null || old.status() != checkpoint.status()) {
          checkpoint(after, checkpoint);
        }
      }
    }
    if (before == null
        || before.status() != after.status()
        || !before.attemptNumber().equals(after.attemptNumber())) {
      job(after);
    }
  }

  private void agent(AgentState agent) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("agent", agent.id().value());
    fields.put("incarnation", agent.incarnation().value());
    fields.put("state", agent.shownStatus().name());
    if (agent.drain() != null) {
      fields.put("who", agent.drain().who());
    }
    add("agent", fields);
  }

  private void members(MemberDirectory before, MemberDirectory after) {
    for (MemberState member : after.present().values()) {
      if (!member.equals(before.present().get(member.id()))) {
        member(member, "DESCRIBED");
      }
    }
    for (MemberState member : before.present().values()) {
      if (!after.present().contains(member.id())) {
        member(member, "REMOVED");
      }
    }
  }

  private void member(MemberState member, String state) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("member", member.id());
    fields.put("raft", member.raft());
    fields.put("state", state);
    add("member", fields);
  }

  private void settings(@Nullable SettingsChange change) {
    if (change == null) {
      return;
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("job", change.job().value());
    fields.put("who", change.who());
    Map<String, Object> values = new LinkedHashMap<>();
    change.differences().forEach(d -> values.put(d.setting().shown(), d.to()));
    fields.put("settings", values);
    add("settings", fields);
  }

  private void job(JobState job) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("job", job.id().value());
    fields.put("name", job.spec().name());
    fields.put("state", job.status().name());
    fields.put("attempt", job.attemptNumber().value());
    putReason(fields, job.reason());
    add("job", fields);
  }

  private void checkpoint(JobState job, CheckpointState checkpoint) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("job", job.id().value());
    fields.put("checkpoint", checkpoint.id().value());
    fields.put("state", checkpoint.status().name());
    if (checkpoint.savepoint() != null) {
      fields.put("savepoint", checkpoint.savepoint().name());
    }
    fields.put("acks", checkpoint.acks());
    fields.put("tasks", checkpoint.taskCount());
    if (!checkpoint.salvage().isEmpty()) {
      fields.put("salvage", checkpoint.salvage());
    }
    AbortCause cause = checkpoint.cause();
    if (cause != null) {
      putReason(fields, cause.reason().name());
      if (!cause.detail().isEmpty()) {
        fields.put("detail", cause.detail());
      }
      if (cause.hasTask()) {
        fields.put("task", cause.task());
      }
      if (!cause.who().isEmpty()) {
        fields.put("who", cause.who());
      }
    }
    add("checkpoint", fields);
  }

  private static void putReason(Map<String, Object> fields, String reason) {
    if (!reason.isEmpty()) {
      fields.put("reason", reason);
    }
  }

  private void add(String kind, Map<String, Object> fields) {
    fields.put("term", applied.term().value());
    fields.put("index", applied.index());
    lines.add(new HistoryLine.Fields(kind, fields));
  }
}
