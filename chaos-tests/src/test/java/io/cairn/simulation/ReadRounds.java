package io.cairn.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How far a replica must have applied the log before it answers a read: it asks the leader, which
 * asks a majority whether it still leads. (The ReadIndex of the Raft dissertation, section 6.4.)
 */
final class ReadRounds {
  private final RaftNode node;
  private final World world;
  private final World.Life life;
  private final Network network;
  private final Map<Long, Consumer<String>> asked = new HashMap<>();
  private final Map<Long, Round> rounds = new HashMap<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private long numbers;
  private long applied;

  private record Waiting(long index, long number) {}

  private record Round(String asker, long number, long term, long index, Set<String> confirmed) {}

  ReadRounds(RaftNode node, World world, World.Life life, Network network) {
    this.node = node;
    this.world = world;
    this.life = life;
    this.network = network;
    this.applied = node.disk.base;
    this.numbers = world.micros() << 16; // an answer to an earlier run of the process is no answer
  }

  /** Tells {@code then} once: "" when this replica has applied enough, else why not. */
  void confirm(long withinMillis, Consumer<String> then) {
    numbers++;
    long number = numbers;
    asked.put(number, then);
    world.after(withinMillis * World.MILLI, life, () -> end(number, "request timeout"));
    String leader = node.isLeader() ? node.id : node.leader();
    if (leader.isEmpty()) {
      world.after(1, life, () -> end(number, "no leader"));
    } else if (leader.equals(node.id)) {
      asked(node.id, number);
    } else {
      network.to(node.id, leader, other -> other.reads.asked(node.id, number));
    }
  }

  private void asked(String asker, long number) {
    long term = node.term();
    long index = node.readable(term);
    if (index < 0 || !node.disk.voters().contains(asker)) {
      answer(asker, number, -1);
      return;
    }
    numbers++;
    long round = numbers;
    rounds.put(round, new Round(asker, number, term, index, new HashSet<>(Set.of(node.id))));
    for (String peer : node.disk.voters().all()) {
      if (!peer.equals(node.id)) {
        network.to(node.id, peer, other -> other.reads.confirm(node.id, term, round));
      }
    }
    confirmed(node.id, round);
  }

  private void confirm(String leader, long term, long round) {
    if (node.confirms(term)) {
      network.to(node.id, leader, other -> other.reads.confirmed(node.id, round));
    }
  }

  private void confirmed(String peer, long number) {
    Round round = rounds.get(number);
    if (round == null) {
      return;
    }
    round.confirmed().add(peer);
    if (node.disk.voters().isMajority(round.confirmed())) {
      rounds.remove(number);
      answer(round.asker(), round.number(), node.readable(round.term()) < 0 ? -1 : round.index());
    }
  }

  private void answer(String asker, long number, long index) {
    if (asker.equals(node.id)) {
      answered(number, index);
    } else {
      network.to(node.id, asker, other -> other.reads.answered(number, index));
    }
  }

  private void answered(long number, long index) {
    if (index < 0) {
      end(number, "the leader is not ready");
    } else if (index <= applied) {
      end(number, "");
    } else if (asked.containsKey(number)) {
      waiting.add(new Waiting(index, number));
    }
  }

  /** The replica has applied the log up to there. */
  void applied(long index) {
    applied = index;
    for (Waiting one : List.copyOf(waiting)) {
      if (one.index() <= index) {
        waiting.remove(one);
        end(one.number(), "");
      }
    }
  }

  private void end(long number, String trouble) {
    Consumer<String> then = asked.remove(number);
    if (then != null) {
      then.accept(trouble);
    }
  }
}
