package io.cairn.coordinator.checkpoint;

import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * By which settings a job's checkpoints are taken now. At first those of its specification; a
 * {@link Event.SettingsChanged} changes them.
 *
 * @param policy in force
 * @param paused whether a person has paused the periodic checkpoints
 * @param notBeforeElapsedMillis the next periodic one is not due before this elapsed time of the
 *     cluster; 0: no jitter
 */
public record CheckpointSchedule(
    CheckpointPolicy policy, boolean paused, long notBeforeElapsedMillis) {
  /** Whether periodic checkpoints are taken. */
  public enum Mode {
    /** They are. */
    ON,
    /** The interval is 0. */
    OFF,
    /** A person has paused them. */
    PAUSED
  }

  /** Of a new job. */
  public static CheckpointSchedule of(CheckpointPolicy policy) {
    return new CheckpointSchedule(policy, false, 0);
  }

  /** Whether periodic checkpoints are taken, and why not. */
  public Mode mode() {
    if (paused) {
      return Mode.PAUSED;
    }
    return policy.intervalMillis() > 0 ? Mode.ON : Mode.OFF;
  }

  /** The value of every setting. */
  public SortedMap<Setting, Long> settings() {
    SortedMap<Setting, Long> all = new TreeMap<>();
    all.put(Setting.INTERVAL_MILLIS, policy.intervalMillis());
    all.put(Setting.TIMEOUT_MILLIS, policy.timeoutMillis());
    all.put(Setting.MIN_PAUSE_MILLIS, policy.minPauseMillis());
    all.put(Setting.RETAINED, (long) policy.retained());
    all.put(Setting.MAX_RESTARTS, (long) policy.maxRestarts());
    all.put(Setting.RESTART_DELAY_MILLIS, policy.restartDelayMillis());
    all.put(Setting.MAX_CONCURRENT, (long) policy.maxConcurrent());
    all.put(Setting.TOLERABLE_FAILURES, (long) policy.tolerableFailures());
    all.put(Setting.JITTER_MILLIS, policy.jitterMillis());
    all.put(Setting.PAUSED, paused ? 1L : 0L);
    all.put(Setting.RESTART_DOUBLINGS, (long) policy.restartDoublings());
    return all;
  }

  /**
   * With some settings changed.
   *
   * @throws IllegalArgumentException when a value is out of range
   */
  CheckpointSchedule with(Map<Setting, Long> changed) {
    SortedMap<Setting, Long> all = settings();
    all.putAll(changed);
    CheckpointPolicy next =
        new CheckpointPolicy(
            number(all, Setting.INTERVAL_MILLIS),
            number(all, Setting.TIMEOUT_MILLIS),
            number(all, Setting.MIN_PAUSE_MILLIS),
            integer(all, Setting.RETAINED),
            integer(all, Setting.MAX_RESTARTS),
            number(all, Setting.RESTART_DELAY_MILLIS),
            integer(all, Setting.MAX_CONCURRENT),
            integer(all, Setting.TOLERABLE_FAILURES),
            number(all, Setting.JITTER_MILLIS),
            integer(all, Setting.RESTART_DOUBLINGS));
    long pause = number(all, Setting.PAUSED);
    if (pause != 0 && pause != 1) {
      throw new IllegalArgumentException("paused must be 0 or 1, is " + pause);
    }
    return new CheckpointSchedule(next, pause == 1, notBeforeElapsedMillis);
  }

  /**
   * Periodic checkpoints begin now: the first waits for a part of the jitter that depends on the
   * job and its attempt alone, so that jobs which begin together do not checkpoint in step, and
   * every replica waits for the same one.
   */
  CheckpointSchedule begun(long elapsedMillis, JobId job, Attempt attempt) {
    long jitter = policy.jitterMillis();
    if (jitter == 0) {
      return new CheckpointSchedule(policy, paused, 0);
    }
    long hash = Hash64.of("jitter").add(job.value()).add(attempt.value()).end();
    long due = elapsedMillis + Math.floorMod(hash, jitter);
    return new CheckpointSchedule(policy, paused, due < 0 ? Long.MAX_VALUE : due);
  }

  void addTo(Hash64 hash) {
    policy.addTo(hash.add("schedule"));
    hash.add(paused).add(notBeforeElapsedMillis);
  }

  private static long number(SortedMap<Setting, Long> values, Setting setting) {
    return Objects.requireNonNull(values.get(setting));
  }

  private static int integer(SortedMap<Setting, Long> values, Setting setting) {
    long value = number(values, setting);
    if (value != (int) value) {
      throw new IllegalArgumentException(
          "policy." + setting.shown() + " is out of range: " + value);
    }
    return (int) value;
  }
}
