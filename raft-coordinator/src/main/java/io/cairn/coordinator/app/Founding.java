package io.cairn.coordinator.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether a cluster may be founded. Only when <em>every</em> member says that it holds nothing: a
 * majority is not enough, since a silent one may hold a cluster that the others have lost. Pure.
 */
final class Founding {
  private Founding() {}

  /**
   * Why the cluster is not founded now; empty when it may be.
   *
   * @param members Raft addresses of all members, as configured here
   * @param others by id, what each of the other members says of itself; empty: no answer
   */
  static Optional<String> obstacle(Set<String> members, Map<String, Optional<JsonNode>> others) {
    List<String> silent = new ArrayList<>();
    for (Map.Entry<String, Optional<JsonNode>> other : others.entrySet()) {
      String id = other.getKey();
      if (other.getValue().isEmpty()) {
        silent.add(id);
        continue;
      }
      JsonNode status = other.getValue().get();
      if (!status.path("id").asText().equals(id)) {
        return Optional.of(
            "at the address of "
                + id
                + " answers "
                + status.path("id").asText()
                + ": the members' lists differ; no cluster is founded");
      }
      Set<String> theirs = new TreeSet<>();
      status.path("members").forEach(address -> theirs.add(address.asText()));
      if (status.path("empty").asBoolean(false) && !theirs.equals(members)) {
        return Optional.of(
            "the lists of members differ: here " + members + ", at " + id + " " + theirs);
      }
      if (!status.path("empty").asBoolean(false)) {
        return Optional.of(
            id
                + " belongs to the cluster "
                + status.path("clusterId").asText()
                + " already: none is founded; this replica is empty and does not vote until that"
                + " cluster sends it its log, or adds it ('cairn member add')");
      }
    }
    return silent.isEmpty()
        ? Optional.empty()
        : Optional.of("it founds no cluster before all its members answer; silent: " + silent);
  }
}
