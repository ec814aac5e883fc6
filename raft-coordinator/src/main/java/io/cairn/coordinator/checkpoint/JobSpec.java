package io.cairn.coordinator.checkpoint;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a job is. Immutable; the constructor checks it.
 *
 * @param name unique among jobs that have not ended: {@code [a-z0-9][a-z0-9_-]{0,63}}
 * @param graph operators and edges
 * @param jarSha256 64 hexadecimal digits; the code is {@code jars/<sha256>.jar} in the blob store
 * @param entryClass class that defines the job
 * @param arguments given to the entry class, sorted by key
 * @param policy checkpoints and restarts, until a person changes them
 */
public record JobSpec(
    String name,
    JobGraph graph,
    String jarSha256,
    String entryClass,
    SortedMap<String, String> arguments,
    CheckpointPolicy policy) {
  /** Most characters of all arguments together. */
  public static final int MAX_ARGUMENTS_LENGTH = 65_536;

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** Checks each field and copies the arguments. */
  public JobSpec {
    if (!OperatorNode.SYNTAX.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "job name must match " + OperatorNode.SYNTAX + ", is " + Text.cut(name, 64));
    }
    if (!SHA256.matcher(jarSha256).matches()) {
      throw new IllegalArgumentException("jarSha256 must be 64 hexadecimal digits, in lower case");
    }
    if (entryClass.isEmpty() || entryClass.length() > 512) {
      throw new IllegalArgumentException("entryClass must have 1 to 512 characters");
    }
    arguments = Collections.unmodifiableSortedMap(new TreeMap<>(arguments));
    long length = 0;
    for (Map.Entry<String, String> argument : arguments.entrySet()) {
      length += argument.getKey().length() + argument.getValue().length();
    }
    if (length > MAX_ARGUMENTS_LENGTH) {
      throw new IllegalArgumentException(
          "arguments must have at most " + MAX_ARGUMENTS_LENGTH + " characters, have " + length);
    }
  }

  /** The same job with another graph. */
  public JobSpec withGraph(JobGraph other) {
    return new JobSpec(name, other, jarSha256, entryClass, arguments, policy);
  }

  /** Hash of the whole specification; walks it all. */
  public long computeHash() {
    Hash64 hash = Hash64.of("spec").add(name).add(jarSha256).add(entryClass).add(graph.keyGroups());
    for (OperatorNode operator : graph.operators()) {
      hash.add(operator.id()).add(operator.kind().code()).add(operator.parallelism());
    }
    hash.add(graph.operators().size());
    for (Edge edge : graph.edges()) {
      hash.add(edge.from()).add(edge.to()).add(edge.partitioning().code());
    }
    hash.add(graph.edges().size());
    arguments.forEach((key, value) -> hash.add(key).add(value));
    policy.addTo(hash);
    return hash.end();
  }
}
