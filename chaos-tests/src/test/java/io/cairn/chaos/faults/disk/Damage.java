package io.cairn.chaos.faults.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Bits that flip and ends that are lost, in the files of a process that does not run. What is hit
 * is drawn.
 */
public enum Damage {
  /** One bit of one byte is the other way round. */
  BIT_FLIP {
    @Override
    void strike(RandomAccessFile file, Random random) throws IOException {
      long at = (long) (random.nextDouble() * file.length());
      file.seek(at);
      int old = file.read();
      file.seek(at);
      file.write(old ^ (1 << random.nextInt(8)));
    }
  },

  /** The last third, or more, is not there. */
  TRUNCATION {
    @Override
    void strike(RandomAccessFile file, Random random) throws IOException {
      file.setLength((long) (random.nextDouble() * file.length() * 2 / 3));
    }
  };

  /** Which files of a process are hit; the glob is matched with the path below its directory. */
  public enum Target {
    /** The log that a coordinator replays. */
    RAFT_LOG("raft/log/*.{log,sst}"),
    /** What a coordinator has promised to whom. */
    VOTE("raft/vote"),
    /** The newest snapshots of the replicated state. */
    SNAPSHOT("raft/snapshot/**"),
    /** An agent's local snapshots, from which it would restore without a download. */
    LOCAL_STATE("snapshots/**.{sst,list,journal}");

    private final String glob;

    Target(String glob) {
      this.glob = glob;
    }

    /** The files of this kind that are not empty, in the order of their names. */
    public List<Path> files(Path directory) throws IOException {
      try (Stream<Path> all = Files.walk(directory)) {
        var matcher = directory.getFileSystem().getPathMatcher("glob:" + glob);
        return all.filter(Files::isRegularFile)
            .filter(file -> file.toFile().length() > 0)
            .filter(file -> matcher.matches(directory.relativize(file)))
            .sorted()
            .toList();
      }
    }
  }

  abstract void strike(RandomAccessFile file, Random random) throws IOException;

  /** Damages this file. */
  public void strike(Path file, Random random) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      strike(open, random);
    }
  }
}
