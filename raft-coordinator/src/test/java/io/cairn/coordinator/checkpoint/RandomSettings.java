package io.cairn.coordinator.checkpoint;

import java.util.Random;
import java.util.TreeMap;

/** Policies and changes of them: mostly sensible, some out of range. */
final class RandomSettings {
  private RandomSettings() {}

  static CheckpointPolicy policy(Random random) {
    return new CheckpointPolicy(
        random.nextInt(8) == 0 ? 0 : 1_000,
        3_000,
        random.nextInt(3) == 0 ? 100 : 0,
        1 + random.nextInt(3),
        3,
        500,
        1 + random.nextInt(CheckpointPolicy.MAX_CONCURRENT),
        random.nextInt(4) - 1,
        random.nextBoolean() ? 0 : 1 + random.nextInt(2_000),
        CheckpointPolicy.DEFAULT_RESTART_DOUBLINGS);
  }

  static Event change(Random random, JobId job, String requestId) {
    TreeMap<Setting, Long> values = new TreeMap<>();
    int count = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      Setting setting = Coded.of(Setting.class, 1 + random.nextInt(Setting.values().length));
      values.put(setting, random.nextInt(12) == 0 ? wrong(random) : value(random, setting));
    }
    if (random.nextInt(3) == 0) {
      values.put(Setting.PAUSED, random.nextInt(3) == 0 ? 1L : 0L);
    }
    String who = random.nextInt(20) == 0 ? "" : "person" + random.nextInt(3);
    return new Event.SettingsChanged(requestId, job, who, random.nextInt(10_000), values);
  }

  private static long wrong(Random random) {
    long[] wrong = {-2, 101, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32};
    return wrong[random.nextInt(wrong.length)];
  }

  private static long value(Random random, Setting setting) {
    return switch (setting) {
      case INTERVAL_MILLIS -> random.nextInt(4) == 0 ? 0 : 500 + random.nextInt(1_000);
      case TIMEOUT_MILLIS -> 1_000 + random.nextInt(4_000);
      case MIN_PAUSE_MILLIS -> random.nextInt(2) * 100L;
      case RETAINED -> 1 + random.nextInt(3);
      case MAX_RESTARTS -> random.nextInt(5);
      case RESTART_DELAY_MILLIS -> random.nextInt(1_000);
      case MAX_CONCURRENT -> 1 + random.nextInt(CheckpointPolicy.MAX_CONCURRENT);
      case TOLERABLE_FAILURES -> random.nextInt(4) - 1;
      case JITTER_MILLIS -> random.nextInt(2) * 700L;
      case PAUSED -> random.nextInt(3) / 2;
      case RESTART_DOUBLINGS -> random.nextInt(CheckpointPolicy.MAX_RESTART_DOUBLINGS + 1);
    };
  }
}
