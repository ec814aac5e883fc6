package io.cairn.coordinator.checkpoint;

/**
 * The last {@link #MAX_CHANGES} changes of settings in the cluster.
 *
 * @param last number of the newest change; 0: none yet
 * @param changes by number
 */
public record SettingsHistory(long last, HashedMap<Long, SettingsChange> changes) {
  /** How many are kept: about 1 MB at most, and years of what people do. */
  public static final int MAX_CHANGES = 1_000;

  /** No change yet. */
  public static final SettingsHistory EMPTY = new SettingsHistory(0, HashedMap.empty());

  /** With one more change; the oldest goes when there are too many. */
  public SettingsHistory plus(SettingsChange change) {
    HashedMap<Long, SettingsChange> grown = changes.plus(change.number(), change);
    return new SettingsHistory(
        Math.max(last, change.number()),
        grown.size() > MAX_CHANGES ? grown.minus(grown.entries().firstKey()) : grown);
  }

  /** Adds nothing when there was no change, so that the hashes of older logs stay. */
  void addTo(Hash64 hash) {
    if (last > 0) {
      hash.add("settings").add(last).add(changes.sum());
    }
  }
}
