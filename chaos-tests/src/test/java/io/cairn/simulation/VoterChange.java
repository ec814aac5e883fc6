package io.cairn.simulation;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A leader changes who votes, as jraft does: one change at a time; a new one first gets the log;
 * several at once over a configuration that needs both majorities.
 */
final class VoterChange {
  private static final long CATCH_UP = 3_000 * World.MILLI;

  private final RaftNode node;
  private final World world;
  private final Consumer<String> then;
  private final Voters wanted;
  private final Optional<String> adding;
  private final long deadline;
  private long index;

  /** Tells {@code then} once: "" when it is committed, else why not. */
  VoterChange(
      RaftNode node,
      World world,
      Optional<String> removing,
      Optional<String> adding,
      Consumer<String> then) {
    this.node = node;
    this.world = world;
    this.then = then;
    this.adding = adding;
    TreeSet<String> voters = new TreeSet<>(node.disk.voters().now());
    removing.ifPresent(voters::remove);
    adding.ifPresent(voters::add);
    this.wanted = Voters.of(voters);
    this.deadline = world.micros() + CATCH_UP;
  }

  /** What an earlier leader began: both majorities are needed up to that entry. */
  static VoterChange goingOn(RaftNode node, World world, long index) {
    VoterChange change =
        new VoterChange(node, world, Optional.empty(), Optional.empty(), then -> {});
    change.index = index;
    return change;
  }

  /** Who gets the log and does not vote. */
  Set<String> learners() {
    return adding.map(Set::of).orElse(Set.of());
  }

  /** Goes on as far as it can; whether it is over. */
  boolean isOver() {
    Voters voters = node.disk.voters();
    if (index == 0) {
      boolean has = adding.isEmpty() || node.known.hasMatched(adding.get(), node.commit());
      if (has) {
        Set<String> old = voters.now();
        TreeSet<String> different = new TreeSet<>(wanted.now());
        different.removeAll(old);
        boolean several =
            different.size() + old.size() - wanted.now().size() + different.size() > 1;
        world.count("raft: change of voters" + (several ? " in two steps" : ""));
        index = node.appendVoters(several ? new Voters(wanted.now(), old) : wanted);
      } else if (world.micros() > deadline) {
        return over("unreachable");
      }
    } else if (node.commit() >= index) {
      if (!voters.isJoint()) {
        return over("");
      }
      index = node.appendVoters(wanted);
    }
    return false;
  }

  /** The leader leads no longer: it may have happened. */
  void lost() {
    over("the leader stepped down");
  }

  private boolean over(String why) {
    then.accept(why);
    return true;
  }
}
