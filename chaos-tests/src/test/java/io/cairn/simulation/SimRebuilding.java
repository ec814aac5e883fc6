package io.cairn.simulation;

import io.cairn.coordinator.replication.SimulatedReplica;

/** As the shipped {@code Rebuilding}, whose mark is a file. */
record SimRebuilding(RaftDisk disk, SimulatedReplica replica, World world, World.Life life) {
  private static final long PAUSE = 100 * World.MILLI;

  /** Reads until it has what the cluster has decided; from then on it votes. */
  void watch() {
    if (disk.isRebuilding()) {
      var unused =
          replica
              .readWithIndex()
              .whenComplete(
                  (at, trouble) -> {
                    if (trouble == null) {
                      disk.rebuilt();
                      world.count("raft: replica rebuilt");
                    } else {
                      world.after(PAUSE, life, this::watch);
                    }
                  });
    }
  }
}
