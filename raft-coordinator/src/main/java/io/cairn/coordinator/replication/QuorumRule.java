package io.cairn.coordinator.replication;

import io.cairn.process.HostPort;
import java.util.Collection;
import java.util.Optional;

/** Whether a change leaves a cluster that can still decide. Pure. */
final class QuorumRule {
  private QuorumRule() {}

  /**
   * Why the change is refused; empty when it is not.
   *
   * @param voters of now
   * @param alive those of them that answer the leader, itself among them
   * @param adding counts as alive: it is given the log before it votes
   */
  static Optional<String> refusal(
      Collection<HostPort> voters,
      Collection<HostPort> alive,
      Optional<HostPort> removing,
      Optional<HostPort> adding) {
    int more = adding.isPresent() ? 1 : 0;
    long remaining = voters.stream().filter(v -> !removing.equals(Optional.of(v))).count() + more;
    long answering = alive.stream().filter(v -> !removing.equals(Optional.of(v))).count() + more;
    if (remaining == 0) {
      return Optional.of("nobody would remain: this is the only replica");
    }
    if (answering < remaining / 2 + 1) {
      return Optional.of(
          "only "
              + answering
              + " of the "
              + remaining
              + " replicas that would then vote answer, which is no majority; start the others, or"
              + " remove those that are dead first");
    }
    return Optional.empty();
  }
}
