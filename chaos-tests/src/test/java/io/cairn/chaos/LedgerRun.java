package io.cairn.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.cli.admin.AdminClient;
import io.cairn.cli.admin.JobSubmission;
import io.cairn.cli.demo.JobJar;
import io.cairn.process.HostPort;
import io.cairn.process.history.HistoryEvent;
import io.cairn.process.history.HistoryReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * One {@link RecordLedger} from its submission to its end. Checkpoints are taken when asked for.
 */
final class LedgerRun {
  private static final Set<String> ENDED = Set.of("COMPLETED", "SUBSUMED", "DISCARDED", "ABORTED");

  private final GatedCluster cluster;
  private final String name;
  private final Path files;
  private final long jobId;

  private LedgerRun(GatedCluster cluster, String name, Path files, long jobId) {
    this.cluster = cluster;
    this.name = name;
    this.files = files;
    this.jobId = jobId;
  }

  static LedgerRun submit(GatedCluster cluster, String name, Path files) throws Exception {
    Map<String, String> arguments = new TreeMap<>();
    arguments.put(RecordLedger.OUTPUT, files.resolve("output").toUri().toString());
    arguments.put(RecordLedger.WITNESS, files.resolve("witness").toString());
    JobSubmission submission =
        new JobSubmission(
            JobJar.of(RecordLedger.class, files),
            RecordLedger.class.getName(),
            name,
            arguments,
            new JobSubmission.Policy(0, 120_000, 3, 200));
    long id = submission.send(cluster.processes().admin()).path("jobId").asLong();
    LedgerRun run = new LedgerRun(cluster, name, files, id);
    run.awaitRunning();
    return run;
  }

  String name() {
    return name;
  }

  JsonNode job() throws InterruptedException {
    return cluster.processes().admin().get("jobs/" + jobId);
  }

  long attempt() throws InterruptedException {
    return job().path("attempt").asLong();
  }

  void awaitRunning() {
    Await.until(
        FlightDelaysRun.BOUND,
        () -> job().path("state").asText().equals("RUNNING"),
        () -> name + " runs; dead processes: " + cluster.processes().dead());
  }

  /** Waits until so many more records are processed, replayed ones too. */
  void awaitRecords(long more) throws IOException {
    Path witness = files.resolve("witness");
    long wanted = LedgerAudit.processedUntilNow(witness) + more;
    Await.until(
        FlightDelaysRun.BOUND,
        () -> LedgerAudit.processedUntilNow(witness) >= wanted,
        () -> more + " more records");
  }

  /** Asks for a checkpoint; its id. */
  long trigger() throws InterruptedException {
    ObjectNode body = request().put("mode", "incremental");
    return cluster
        .processes()
        .admin()
        .post("jobs/" + jobId + "/checkpoints", body)
        .path("checkpointId")
        .asLong();
  }

  /** Takes a whole checkpoint; its id. */
  long checkpoint() throws InterruptedException {
    long id = trigger();
    awaitCompleted(id);
    return id;
  }

  void abort(long id) throws InterruptedException {
    var unused =
        cluster
            .processes()
            .admin()
            .post(
                "jobs/" + jobId + "/checkpoints/" + id + "/abort",
                request().put("who", "ada").put("reason", "a test"));
  }

  JsonNode checkpoint(long id) throws InterruptedException {
    return cluster.processes().admin().get("jobs/" + jobId + "/checkpoints/" + id);
  }

  /** Waits for the end of a checkpoint; whether it completed. */
  boolean awaitDecided(long id) {
    boolean[] completed = {false};
    Await.until(
        FlightDelaysRun.BOUND,
        () -> {
          JsonNode checkpoint = checkpoint(id);
          completed[0] = checkpoint.path("reason").asText().isEmpty();
          return ENDED.contains(checkpoint.path("state").asText());
        },
        () -> "the end of checkpoint " + shown(id));
    return completed[0];
  }

  void awaitCompleted(long id) {
    if (!awaitDecided(id)) {
      throw new AssertionError("checkpoint " + id + " was aborted: " + shown(id));
    }
  }

  /** The agent that an operator's instance is on now. */
  String agentOf(String operator, int instance) throws InterruptedException {
    for (JsonNode place : job().path("placement")) {
      if (place.path("operator").asText().equals(operator)
          && place.path("instance").asInt() == instance) {
        return place.path("agent").asText();
      }
    }
    throw new AssertionError("nowhere is " + operator + "/" + instance);
  }

  /** The task whose barrier a task of a checkpoint awaits, as the leader heard; empty if none. */
  String awaited(long id, String operator, int instance) throws InterruptedException {
    AdminClient any = cluster.processes().admin();
    String leader = any.get("cluster").path("leader").path("admin").asText("");
    return leader.isEmpty()
        ? ""
        : row(
                any.preferring(HostPort.parse(leader)).get("jobs/" + jobId + "/checkpoints/" + id),
                operator,
                instance)
            .path("aligning")
            .path("awaited")
            .asText();
  }

  private static JsonNode row(JsonNode checkpoint, String operator, int instance) {
    for (JsonNode row : checkpoint.path("tasks")) {
      if (row.path("operator").asText().equals(operator)
          && row.path("instance").asInt() == instance) {
        return row;
      }
    }
    return MissingNode.getInstance();
  }

  /** The phases of a checkpoint's tasks on an agent. */
  List<String> phases(long id, String agent) throws InterruptedException {
    List<String> phases = new ArrayList<>();
    for (JsonNode row : checkpoint(id).path("tasks")) {
      if (row.path("agent").asText().equals(agent)) {
        phases.add(row.path("phase").asText());
      }
    }
    return phases;
  }

  boolean allAcked(long id, String agent) throws InterruptedException {
    List<String> phases = phases(id, agent);
    return !phases.isEmpty() && phases.stream().allMatch("ACKED"::equals);
  }

  String shown(long id) {
    try {
      return checkpoint(id).toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "?";
    }
  }

  /** Events of this job in an agent's history. */
  List<HistoryEvent> events(String agent, String kind) throws IOException {
    return HistoryReader.read(cluster.processes().history(agent)).stream()
        .filter(event -> event.kind().equals(kind) && event.number("job") == jobId)
        .toList();
  }

  /** What the tasks of an attempt were restored from; the agents say it. */
  Set<Long> restoredFrom(long attempt) throws IOException {
    Set<Long> checkpoints = new TreeSet<>();
    for (String agent : cluster.processes().agents()) {
      for (HistoryEvent event : events(agent, "task")) {
        if (event.text("state").equals("restored") && event.number("attempt") == attempt) {
          checkpoints.add(event.number("checkpoint"));
        }
      }
    }
    return checkpoints;
  }

  /** Sources end, a last checkpoint, committed output. */
  LedgerAudit drain() throws Exception {
    var unused =
        cluster.processes().admin().post("jobs/" + jobId + "/stop", request().put("mode", "drain"));
    Await.until(
        FlightDelaysRun.BOUND,
        () -> job().path("state").asText().equals("FINISHED"),
        () -> name + " FINISHED; dead processes: " + cluster.processes().dead());
    return LedgerAudit.read(files.resolve("output/committed"), files.resolve("witness"));
  }

  private static ObjectNode request() {
    return JsonNodeFactory.instance.objectNode().put("requestId", UUID.randomUUID().toString());
  }
}
