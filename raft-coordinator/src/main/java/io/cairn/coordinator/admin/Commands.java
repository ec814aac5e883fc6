package io.cairn.coordinator.admin;

import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobSpec;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.Outcome;
import io.cairn.coordinator.checkpoint.StopMode;
import io.cairn.coordinator.checkpoint.Text;
import io.cairn.coordinator.replication.ReplicatedState;
import io.cairn.coordinator.replication.Term;
import io.cairn.process.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * People's commands, as events. Executed on the leader only; see {@link LeaderRoute}. Repeating one
 * with the same {@code requestId} gives the same answer.
 */
final class Commands {
  private final ReplicatedState replica;
  private final LeaderRoute route;

  /** What a checkpoint uploads: all, or what its base does not have. */
  private enum Mode {
    INCREMENTAL,
    FULL
  }

  Commands(ReplicatedState replica, LeaderRoute route) {
    this.replica = replica;
    this.route = route;
  }

  CompletableFuture<Reply> submit(Call call) {
    JsonFields body = JsonFields.parse(call.body());
    String requestId = requestId(body);
    JobSpec spec = SpecReader.read(body);
    RestoreReader restore = RestoreReader.read(body);
    body.end();
    return route.onLeader(
        call,
        term ->
            propose(
                term,
                new Event.SubmitJob(requestId, spec, restore.find(replica.state())),
                "jobId"));
  }

  CompletableFuture<Reply> stop(Call call) {
    JsonFields body = JsonFields.parse(call.body());
    String requestId = requestId(body);
    StopMode mode = body.constant("mode", StopMode.class);
    boolean savepoint = mode == StopMode.SAVEPOINT;
    String name = savepoint ? SavepointCommands.nameOf(body, "savepoint") : "";
    String who = savepoint ? who(call, body) : "";
    body.end();
    return route.onLeader(
        call,
        term -> {
          Event event = new Event.StopJob(requestId, job(call).id(), mode, name, who);
          return propose(term, event, null);
        });
  }

  CompletableFuture<Reply> checkpoint(Call call) {
    JsonFields body = JsonFields.parse(call.body());
    String requestId = requestId(body);
    boolean full = body.has("mode") && body.constant("mode", Mode.class) == Mode.FULL;
    body.end();
    return route.onLeader(
        call,
        term -> {
          Event event =
              new Event.CheckpointRequest(job(call).id(), CheckpointKind.MANUAL, requestId, full);
          return propose(term, event, "checkpointId");
        });
  }

  /** Every command of before is applied on a leader that is ready, so its own state will do. */
  JobState job(Call call) {
    return JobLookup.find(replica.state(), call.segment(1));
  }

  static String requestId(JsonFields body) {
    return name(body, "requestId");
  }

  /** Who gives the command: by name when that is proved, else as the body says. */
  static String who(Call call, JsonFields body) {
    Principal principal = call.caller().principal();
    if (!principal.isKnown()) {
      return name(body, "who");
    }
    if (body.has("who")) {
      var unused = name(body, "who"); // of a right form, but not believed
    }
    return principal.name();
  }

  /** A text of at most {@link Text#MAX_NAME_LENGTH} characters. */
  static String name(JsonFields body, String field) {
    String name = body.text(field);
    if (name.length() > Text.MAX_NAME_LENGTH) {
      throw body.wrong(field, "should have at most " + Text.MAX_NAME_LENGTH + " characters");
    }
    return name;
  }

  CompletableFuture<Reply> propose(Term term, Event event, @Nullable String idField) {
    return replica
        .propose(term, List.of(event))
        .thenApply(outcomes -> outcomes.get(0).match(new Answer(idField)));
  }

  /** What an outcome is in HTTP. */
  private record Answer(@Nullable String idField) implements Outcome.Cases<Reply> {
    @Override
    public Reply accepted(Outcome.Accepted outcome) {
      return Reply.ok(idField == null ? Map.of() : Map.of(idField, outcome.id()));
    }

    @Override
    public Reply ignored(Outcome.Ignored outcome) {
      return Reply.of(Problem.of(409, "ignored", outcome.reason()));
    }

    @Override
    public Reply rejected(Outcome.Rejected outcome) {
      int status =
          switch (outcome.code()) {
            case INVALID -> 400;
            case NOT_FOUND -> 404;
            case CONFLICT, STALE, FENCED -> 409;
            case LIMIT -> 429;
            case NOT_BOOTSTRAPPED -> 503;
          };
      String code = outcome.code().name().toLowerCase(Locale.ROOT).replace('_', '-');
      return Reply.of(Problem.of(status, code, outcome.reason()));
    }
  }
}
