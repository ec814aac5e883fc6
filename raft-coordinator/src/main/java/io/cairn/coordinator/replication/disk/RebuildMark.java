package io.cairn.coordinator.replication.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether this replica may have forgotten what it voted and acknowledged: its directory was empty
 * when it was first started, and it has neither founded a cluster nor got everything back. While
 * the file is there the replica does not vote, for others or for itself.
 *
 * <p>Made before any other file of a replica, so that none is there without it. Thread-safe.
 */
public final class RebuildMark {
  private final Path file;
  private volatile boolean here;

  /** Of a replica, to be {@linkplain #load loaded}. */
  public RebuildMark(ReplicaFiles files) {
    this.file = files.rebuildMark();
  }

  /** Looks at the disk, when the files are {@linkplain ReplicaFiles#prepare prepared}. */
  public void load() {
    here = Files.exists(file);
  }

  /** Whether it must not vote. */
  public boolean isHere() {
    return here;
  }

  /** It may vote from now on; durable when this returns. */
  public synchronized void clear() throws IOException {
    if (here) {
      DurableFiles.delete(file);
      here = false;
    }
  }
}
