package io.cairn.agent.runtime;

import io.cairn.api.Timers;
import io.cairn.storage.state.KeyedStateStore;
import io.cairn.storage.state.MapState;
import io.cairn.storage.state.Serializers;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The timers of a task: as keyed state, and in memory in the order of time. Of the task's thread.
 */
final class KeyTimers implements Timers {
  /** User code cannot take this name: it has a dot. */
  private static final String STATE = "cairn.timers";

  private static final Comparator<Timer> BY_TIME =
      Comparator.comparingLong(Timer::atMillis).thenComparing(Timer::key, Arrays::compareUnsigned);

  private final KeyedStateStore store;
  private final MapState<Long, Integer> set;
  private final TreeSet<Timer> byTime = new TreeSet<>(BY_TIME);
  private byte @Nullable [] key;
  private int keyGroup;

  /**
   * A time of a key.
   *
   * @param key its octets; never changed
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by BY_TIME only
  record Timer(long atMillis, byte[] key, int keyGroup) {}

  KeyTimers(KeyedStateStore store) {
    this.store = store;
    this.set = store.map(STATE, Serializers.LONG, Serializers.INT);
  }

  /** Finds the timers that the state holds. Afterwards no key is current. */
  void restore() {
    store.forEachKey(
        STATE, (octets, group) -> set.forEach((at, one) -> add(new Timer(at, octets, group))));
  }

  void setCurrentKey(byte[] octets, int group) {
    key = octets;
    keyGroup = group;
  }

  @Override
  public void set(long atMillis) {
    if (key == null) {
      throw new IllegalStateException("a timer is set where no key is current");
    }
    if (set.get(atMillis) == null) {
      add(new Timer(atMillis, key, keyGroup));
      set.put(atMillis, 1);
    }
  }

  @Override
  public void cancel(long atMillis) {
    if (key == null) {
      throw new IllegalStateException("a timer is taken back where no key is current");
    }
    set.remove(atMillis);
    byTime.remove(new Timer(atMillis, key, keyGroup));
  }

  /** {@link Long#MAX_VALUE} if there is none. */
  long nextAtMillis() {
    return byTime.isEmpty() ? Long.MAX_VALUE : byTime.first().atMillis();
  }

  /** Takes the first one, if there is one. Its key is current afterwards. */
  Optional<Timer> takeNext() {
    Timer next = byTime.pollFirst();
    if (next != null) {
      store.setCurrentKey(next.key(), next.keyGroup());
      setCurrentKey(next.key(), next.keyGroup());
      set.remove(next.atMillis());
    }
    return Optional.ofNullable(next);
  }

  private void add(Timer timer) {
    if (byTime.size() >= MAX_PER_TASK) {
      throw new IllegalStateException("the task has " + MAX_PER_TASK + " timers already");
    }
    byTime.add(timer);
  }
}
