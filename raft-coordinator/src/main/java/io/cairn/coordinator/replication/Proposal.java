package io.cairn.coordinator.replication;

import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Events that one caller wants applied together.
 *
 * @param opening whether it is the first of its term, made by this package itself
 */
record Proposal(List<Event> events, boolean opening, CompletableFuture<List<Outcome>> answer) {
  static Proposal of(List<Event> events) {
    return new Proposal(List.copyOf(events), false, new CompletableFuture<>());
  }

  static Proposal opening(List<Event> events) {
    return new Proposal(List.copyOf(events), true, new CompletableFuture<>());
  }
}
