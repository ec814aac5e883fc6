package io.cairn.agent.app;

import io.cairn.agent.Stacks;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Threads of user code that did not end when their attempt did: Java cannot end them. Each holds
 * its slot until it is dead, or this process is. Any thread.
 */
final class StuckTasks {
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  void add(Collection<Thread> left) {
    threads.addAll(left);
  }

  /** How many slots they hold now. */
  int count() {
    threads.removeIf(thread -> !thread.isAlive());
    return threads.size();
  }

  /** One of them and where it is, for people; empty when there is none. */
  String example() {
    return threads.stream()
        .filter(Thread::isAlive)
        .findFirst()
        .map(thread -> thread.getName() + " " + Stacks.inShort(thread))
        .orElse("");
  }
}
