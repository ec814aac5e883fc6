package io.cairn.coordinator.app;

import io.cairn.coordinator.checkpoint.AbortCause;
import io.cairn.coordinator.checkpoint.AgentState;
import io.cairn.coordinator.checkpoint.Batch;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.MemberDirectory;
import io.cairn.coordinator.checkpoint.MemberState;
import io.cairn.coordinator.checkpoint.Outcome;
import io.cairn.coordinator.checkpoint.SettingsChange;
import io.cairn.coordinator.checkpoint.StateMachine;
import io.cairn.coordinator.replication.AppliedListener.Applied;
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
  private final List<Line> lines = new ArrayList<>();

  /** One line of the history. */
  record Line(String kind, Map<String, Object> fields) {}

  private AppliedEvents(Applied applied) {
    this.applied = applied;
  }

  static List<Line> of(Applied applied) {
    AppliedEvents events = new AppliedEvents(applied);
    events.collect();
    return events.lines;
  }

  private void collect() {
    Batch batch = applied.batch();
    ClusterState current = applied.before();
    long elapsedMillis = batch.elapsedMillis();
    for (int i = 0; i < batch.events().size(); i++) {
      Event event = batch.events().get(i);
      Batch single = new Batch(elapsedMillis, batch.wallMillis(), List.of(event));
      ClusterState next = StateMachine.apply(current, single).next();
      if (event instanceof Event.CheckpointComplete ack
          && applied.outcomes().get(i) instanceof Outcome.Accepted) {
        ack(ack);
      }
      compare(current, next);
      elapsedMillis = 0;
      current = next;
    }
  }

  private void ack(Event.CheckpointComplete ack) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("job", ack.job().value());
    fields.put("checkpoint", ack.checkpoint().value());
    fields.put("task", ack.task());
    add("ack", fields);
  }

  private void compare(ClusterState before, ClusterState after) {
    if (before.agents().sum() != after.agents().sum()) {
      for (AgentState agent : after.agents().values()) {
        AgentState old = before.agent(agent.id());
        if (old == null
            || old.status() != agent.status()
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
    fields.put("state", agent.status().name());
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
    AbortCause cause = checkpoint.cause();
    if (cause != null) {
      putReason(fields, cause.reason().name());
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
    lines.add(new Line(kind, fields));
  }
}
