package io.cairn.benchmarks.storage;

import io.cairn.storage.snapshot.LocalSnapshot;
import io.cairn.storage.snapshot.StoredSnapshot;
import io.cairn.storage.state.KeyGroups;
import io.cairn.storage.state.KeyedStateStore;
import io.cairn.storage.state.PendingSnapshot;
import io.cairn.storage.state.Serializers;
import io.cairn.storage.state.StateResources;
import io.cairn.storage.state.StateSettings;
import io.cairn.storage.state.ValueState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One task with values of 1,000 bytes that do not compress. Of one thread at a time. */
final class BenchTask implements AutoCloseable {
  private static final int KEY_GROUPS = 128;
  private static final int VALUE_BYTES = 1000;

  /** Key, key group and RocksDB's own bytes beside a value. */
  private static final int ROW_BYTES = VALUE_BYTES + 30;

  private static final long BETWEEN_UPDATES_NANOS = 500_000;

  private final KeyedStateStore store;
  private final ValueState<byte[]> values;
  private final int index;
  private final Random random;
  private long keys;
  private long updatedSinceBarrier;
  private @Nullable StoredSnapshot base;

  private BenchTask(KeyedStateStore store, int index) {
    this.store = store;
    this.index = index;
    this.values = store.value("v", Serializers.BYTES);
    this.random = new Random(index);
  }

  static BenchTask open(Path directory, StateResources resources, int index) throws IOException {
    StateSettings settings = StateSettings.of(resources, KEY_GROUPS, index, BenchTasks.COUNT);
    return new BenchTask(KeyedStateStore.open(directory, settings), index);
  }

  int index() {
    return index;
  }

  String name() {
    return "bench/" + index;
  }

  /** What the next snapshot may refer to. */
  @Nullable StoredSnapshot base() {
    return base;
  }

  void base(StoredSnapshot now) {
    base = now;
  }

  /** Writes new keys of so many bytes together. */
  void fill(long bytes) {
    long rows = bytes / ROW_BYTES;
    for (long i = 0; i < rows; i++) {
      put(i);
    }
    keys = rows;
  }

  /** Gives keys new values until it was a share of them since the last barrier. */
  void update(double share) {
    long rows = (long) (keys * share);
    for (; updatedSinceBarrier < rows; updatedSinceBarrier++) {
      put(random.nextLong(keys));
    }
  }

  LocalSnapshot snapshot(Path directory) throws IOException {
    return store.snapshotLocal(directory);
  }

  PendingSnapshot begin(Path directory) throws IOException {
    updatedSinceBarrier = 0;
    return store.beginSnapshot(directory);
  }

  /**
   * Goes on giving keys new values, so great a share of them each second, until something is done.
   *
   * @return how long the writes that took longer than a millisecond took, in milliseconds
   */
  double updateUntil(BooleanSupplier done, double sharePerSecond) {
    long begun = System.nanoTime();
    long written = 0;
    double held = 0;
    while (!done.getAsBoolean()) {
      double seconds = (System.nanoTime() - begun) / 1e9;
      for (long due = (long) (keys * sharePerSecond * seconds); written < due; written++) {
        byte[] key = ownKey(random.nextLong(keys));
        byte[] value = new byte[VALUE_BYTES];
        random.nextBytes(value);
        long before = System.nanoTime();
        store.setCurrentKey(key);
        values.set(value);
        double millis = (System.nanoTime() - before) / 1e6;
        held += millis > 1 ? millis : 0;
        updatedSinceBarrier++;
      }
      LockSupport.parkNanos(BETWEEN_UPDATES_NANOS);
    }
    return held;
  }

  /** How long its writes have waited for snapshots so far, in milliseconds. */
  double waitedMillis() {
    return store.waitedForSnapshotsNanos() / 1e6;
  }

  /** The same as {@link #updateUntil} for so many milliseconds. */
  double updateFor(double millis, double sharePerSecond) {
    long until = System.nanoTime() + (long) (millis * 1e6);
    return updateUntil(() -> System.nanoTime() - until >= 0, sharePerSecond);
  }

  /** Keys are numbers of this task's own; those of foreign key groups are left out. */
  private void put(long number) {
    byte[] key = ownKey(number);
    byte[] value = new byte[VALUE_BYTES];
    random.nextBytes(value);
    store.setCurrentKey(key);
    values.set(value);
  }

  private byte[] ownKey(long number) {
    ByteBuffer key = ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(number);
    var range = KeyGroups.rangeOf(index, KEY_GROUPS, BenchTasks.COUNT);
    for (int salt = 0; ; salt++) {
      key.putInt(Long.BYTES, salt);
      int group = KeyGroups.ofKey(key.array(), KEY_GROUPS);
      if (group >= range.first() && group <= range.last()) {
        return key.array();
      }
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
