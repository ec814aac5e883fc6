package io.cairn.coordinator.checkpoint;

/**
 * What a checkpoint that is a savepoint has besides.
 *
 * @param name unique among the job's savepoints that are in progress or kept
 * @param who asked for it, as they called themselves
 * @param deletedBy who deleted it; empty before
 */
public record SavepointInfo(String name, String who, String deletedBy) {
  SavepointInfo deletedBy(String person) {
    return new SavepointInfo(name, who, person);
  }

  void addTo(Hash64 hash) {
    hash.add("savepoint").add(name).add(who).add(deletedBy);
  }
}
