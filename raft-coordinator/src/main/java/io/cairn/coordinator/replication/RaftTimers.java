package io.cairn.coordinator.replication;

import com.alipay.sofa.jraft.entity.NodeId;
import com.alipay.sofa.jraft.util.SPI;
import com.alipay.sofa.jraft.util.timer.DefaultRaftTimerFactory;
import com.alipay.sofa.jraft.util.timer.Timer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives jraft its timers, which finds this class by its service file. Election timers can be
 * hurried. Thread-safe.
 */
@SPI(name = "cairn", priority = 1)
public final class RaftTimers extends DefaultRaftTimerFactory {
  /** By the name that jraft gives them, which ends with the node's. */
  private static final Map<String, SleepingTimer> ELECTIONS = new ConcurrentHashMap<>();

  /** For jraft. */
  public RaftTimers() {}

  @Override
  public Timer createTimer(String name) {
    return new SleepingTimer(name, stopped -> {});
  }

  @Override
  public Timer getElectionTimer(boolean shared, String name) {
    SleepingTimer timer = new SleepingTimer(name, stopped -> ELECTIONS.remove(name, stopped));
    ELECTIONS.put(name, timer);
    return timer;
  }

  /**
   * The leader may have died: this node looks often whether it has heard of no leader for the
   * election timeout, and stands for election then. It does not stand sooner than it might anyway.
   *
   * @param millis for how long it looks often
   */
  static void hurryElection(NodeId node, long millis) {
    timers(node).forEach(timer -> timer.hurry(millis));
  }

  /**
   * The leader may have died, and another node hurries: this one leaves it to that one for so long.
   */
  static void postponeElection(NodeId node, long millis) {
    timers(node).forEach(timer -> timer.postpone(millis));
  }

  private static List<SleepingTimer> timers(NodeId node) {
    return ELECTIONS.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith(node.toString()))
        .map(Map.Entry::getValue)
        .toList();
  }
}
