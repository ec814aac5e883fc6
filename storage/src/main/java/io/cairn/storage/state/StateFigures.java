package io.cairn.storage.state;

/**
 * What a store's RocksDB says of itself at one moment; all 0 while it has none.
 *
 * @param fileBytes of the files that are in use
 * @param memoryBytes of rows that are not in files yet
 * @param pendingCompactionBytes that are to be merged, by RocksDB's estimate
 * @param runningCompactions merges under way
 */
public record StateFigures(
    long fileBytes, long memoryBytes, long pendingCompactionBytes, long runningCompactions) {
  /** Of a store without a RocksDB. */
  public static final StateFigures NONE = new StateFigures(0, 0, 0, 0);
}
