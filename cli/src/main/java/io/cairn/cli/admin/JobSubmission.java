package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.api.EdgeDescription;
import io.cairn.api.GraphDescription;
import io.cairn.api.Job;
import io.cairn.api.JobArguments;
import io.cairn.api.JobDefinition;
import io.cairn.api.JobDefinitionException;
import io.cairn.api.OperatorDescription;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Submits a job: its graph is found by running its definition here, as each agent will do.
 *
 * @param jar holds the job's classes
 * @param entryClass implements {@link Job}
 * @param name unique among jobs that have not ended
 * @param arguments of the job
 * @param policy when checkpoints are taken
 * @param restore what it begins from
 */
public record JobSubmission(
    Path jar,
    String entryClass,
    String name,
    Map<String, String> arguments,
    Policy policy,
    Restore restore) {

  /** A job that begins empty. */
  public JobSubmission(
      Path jar, String entryClass, String name, Map<String, String> arguments, Policy policy) {
    this(jar, entryClass, name, arguments, policy, Restore.FRESH);
  }

  /**
   * What a job begins from.
   *
   * @param fresh it begins empty
   * @param savepoint {@code JOB/NAME}, or its directory below the blob store's root; empty: the
   *     newest cut of the last job of the same name, if there was one
   * @param dropState operators whose state is left behind
   */
  public record Restore(boolean fresh, String savepoint, List<String> dropState) {
    /** Empty. */
    public static final Restore FRESH = new Restore(true, "", List.of());

    /** From a savepoint, or where the last job of the name was. */
    public Restore(String savepoint, List<String> dropState) {
      this(false, savepoint, dropState);
    }
  }

  /**
   * When checkpoints are taken, in milliseconds, and how many are kept.
   *
   * @param restartDelayMillis between the end of an attempt and the next
   */
  public record Policy(
      long intervalMillis, long timeoutMillis, int retained, long restartDelayMillis) {
    /** With defaults for the rest. */
    public static Policy every(long intervalMillis) {
      return new Policy(intervalMillis, 600_000, 3, 1_000);
    }
  }

  /**
   * Uploads the jar and submits.
   *
   * @return {@code {"jobId": n}}
   * @throws JobDefinitionException when the class is no job, or rejects its arguments
   * @throws IOException when the jar cannot be read
   * @throws AdminException when the cluster refuses or does not answer
   */
  public JsonNode send(AdminClient client) throws IOException, InterruptedException {
    if (!Files.isRegularFile(jar)) {
      throw new NoSuchFileException(jar + ": there is no such jar");
    }
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("requestId", UUID.randomUUID().toString());
    request.put("name", name);
    request.put("entryClass", entryClass);
    arguments.forEach(request.putObject("arguments")::put);
    request.set("graph", json(graph()));
    ObjectNode limits = request.putObject("policy");
    limits.put("intervalMillis", policy.intervalMillis());
    limits.put("timeoutMillis", policy.timeoutMillis());
    limits.put("retained", policy.retained());
    limits.put("restartDelayMillis", policy.restartDelayMillis());
    ObjectNode from = request.putObject("restore");
    if (restore.fresh()) {
      from.put("fresh", true);
    } else {
      if (!restore.savepoint().isEmpty()) {
        from.put("savepoint", restore.savepoint());
      }
      restore.dropState().forEach(from.putArray("dropState")::add);
    }
    request.put("jarSha256", client.postFile("jars", jar).path("sha256").asText());
    return client.post("jobs", request);
  }

  /** {@code io.acme.FlightDelays} as {@code flight-delays}. */
  public static String nameOf(String entryClass) {
    String simple = entryClass.substring(entryClass.lastIndexOf('.') + 1);
    return simple.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  private GraphDescription graph() throws IOException {
    URL[] classPath = {jar.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classPath, Job.class.getClassLoader())) {
      Object job = Class.forName(entryClass, true, loader).getConstructor().newInstance();
      if (!(job instanceof Job defined)) {
        throw new JobDefinitionException(entryClass + " does not implement " + Job.class.getName());
      }
      return graph(defined);
    } catch (ClassNotFoundException e) {
      throw new JobDefinitionException(jar + " holds no class " + entryClass);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new JobDefinitionException(entryClass + " cannot be made: " + e);
    }
  }

  /**
   * The graph that the job defines. If it does not ask for the argument {@code parallelism}, that
   * is given to each of its operators: agents take it from the submission, not from the code.
   */
  private GraphDescription graph(Job job) {
    JobDefinition defined = JobDefinition.of(job, JobArguments.of(arguments));
    String wanted = arguments.get("parallelism");
    if (wanted == null || !wanted.matches("[1-9][0-9]{0,4}") || asksForIt(job, defined, wanted)) {
      return defined.graph();
    }
    int count = defined.graph().operators().size();
    return defined.withParallelism(Collections.nCopies(count, Integer.valueOf(wanted))).graph();
  }

  private boolean asksForIt(Job job, JobDefinition defined, String wanted) {
    Map<String, String> others = new HashMap<>(arguments);
    others.put("parallelism", String.valueOf(Integer.parseInt(wanted) + 1));
    try {
      return !JobDefinition.of(job, JobArguments.of(others)).graph().equals(defined.graph());
    } catch (JobDefinitionException e) {
      return true;
    }
  }

  private static ObjectNode json(GraphDescription graph) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("keyGroups", graph.keyGroups());
    ArrayNode operators = json.putArray("operators");
    for (OperatorDescription operator : graph.operators()) {
      operators
          .addObject()
          .put("id", operator.id())
          .put("kind", operator.kind().name())
          .put("parallelism", operator.parallelism());
    }
    ArrayNode edges = json.putArray("edges");
    for (EdgeDescription edge : graph.edges()) {
      edges
          .addObject()
          .put("from", edge.from())
          .put("to", edge.to())
          .put("partitioning", edge.partitioning().name());
    }
    return json;
  }
}
