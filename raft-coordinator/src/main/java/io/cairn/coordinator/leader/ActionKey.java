package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.process.logging.LogFields;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What an action is about. At most one action of a key is under way, and failures are counted by
 * it.
 *
 * @param kind what is done
 * @param subject to what: a job, a checkpoint of a job, an agent; as text
 */
public record ActionKey(Kind kind, String subject) {
  /** What the leader can do. */
  public enum Kind {
    REQUEST,
    ABORT,
    START,
    DECLARE_LOST,
    WRITE_PENDING,
    PUBLISH,
    DELETE,
    TICK,
    HAND_OVER
  }

  private static final Pattern JOB = Pattern.compile("job-([0-9]+)(?:/([0-9]+))?");

  static ActionKey of(Kind kind) {
    return new ActionKey(kind, "");
  }

  static ActionKey of(Kind kind, JobId job) {
    return new ActionKey(kind, job.toString());
  }

  static ActionKey of(Kind kind, JobId job, CheckpointId checkpoint) {
    return new ActionKey(kind, job + "/" + checkpoint);
  }

  static ActionKey of(Kind kind, AgentId agent) {
    return new ActionKey(kind, agent.value());
  }

  /** A line of the log that says, in fields too, which job and checkpoint this is about. */
  LoggingEventBuilder about(LoggingEventBuilder line) {
    Matcher named = JOB.matcher(subject);
    if (!named.matches()) {
      return line;
    }
    LoggingEventBuilder job = line.addKeyValue(LogFields.JOB, named.group(1));
    return named.group(2) == null ? job : job.addKeyValue(LogFields.CHECKPOINT, named.group(2));
  }
}
