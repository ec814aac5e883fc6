package io.cairn.simulation;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What lies between processes: delays, re-ordering between messages, loss and partitions. */
final class Network {
  private final World world;
  private final Map<String, RaftNode> nodes = new TreeMap<>();
  private final Map<String, World.Life> lives = new TreeMap<>();
  private final Set<String> cut = new HashSet<>();

  Network(World world) {
    this.world = world;
  }

  void join(RaftNode node, World.Life life) {
    nodes.put(node.id, node);
    lives.put(node.id, life);
  }

  void cut(String a, String b) {
    cut.add(a + "-" + b);
    cut.add(b + "-" + a);
  }

  void heal() {
    cut.clear();
  }

  boolean isCut(String a, String b) {
    return cut.contains(a + "-" + b);
  }

  /** A message between coordinators: may be late, lost or overtaken; its receiver may be new. */
  void to(String from, String to, Consumer<RaftNode> message) {
    if (isCut(from, to)) {
      return;
    }
    if (world.chance(0.002)) {
      world.count("fault: raft message lost");
      return;
    }
    long delay = world.delay(100, 2 * World.MILLI);
    if (world.chance(0.005)) {
      delay += world.delay(0, 250 * World.MILLI);
      world.count("fault: raft message late");
    }
    deliver(delay, to, message);
    if (world.chance(0.002)) {
      world.count("fault: raft message twice");
      deliver(delay + world.delay(0, 50 * World.MILLI), to, message);
    }
  }

  private void deliver(long delay, String to, Consumer<RaftNode> message) {
    World.Life life = lives.get(to);
    if (life != null && !life.isOver()) {
      world.after(delay, life, () -> message.accept(nodes.get(to)));
    }
  }
}
