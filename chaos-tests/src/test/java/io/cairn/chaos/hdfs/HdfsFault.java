package io.cairn.chaos.hdfs;

import io.cairn.cli.hdfs.HdfsServers;
import io.cairn.cli.hdfs.HdfsServers.Role;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One fault: when so much of an upload is done, a server is killed or stopped, and when its time is
 * over, or the checkpoint, it is there again. Drawn from a seed.
 */
final class HdfsFault {
  private final Role role;
  private final boolean kill;
  private final double share;
  private final long millis;
  private final CountDownLatch due = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean reached;

  private HdfsFault(Role role, boolean kill, double share, long millis) {
    this.role = role;
    this.kill = kill;
    this.share = share;
    this.millis = millis;
  }

  static HdfsFault draw(Random random) {
    Role role = random.nextBoolean() ? Role.DATANODE : Role.NAMENODE;
    return new HdfsFault(
        role, random.nextBoolean(), random.nextDouble(), 200 + random.nextInt(4_000));
  }

  /** Told of an upload's progress by its thread. */
  void progress(long done, long total) {
    if (done >= share * total) {
      due.countDown();
    }
  }

  /** Whether a server was struck. */
  boolean reached() {
    return reached;
  }

  /** Strikes when it is due, and makes good; on a thread of its own. */
  void strike(HdfsServers servers) throws Exception {
    if (!due.await(60, TimeUnit.SECONDS)) {
      return;
    }
    reached = true;
    if (kill) {
      servers.kill(role);
      awaitItsEnd();
      servers.start(role);
    } else {
      servers.pause(role);
      awaitItsEnd();
      servers.resume(role);
    }
  }

  /** The checkpoint has ended: there is nothing left to disturb. */
  void checkpointEnded() {
    ended.countDown();
  }

  private void awaitItsEnd() throws InterruptedException {
    boolean unused = ended.await(millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public String toString() {
    String what = kill ? "kill" : "pause";
    return what
        + " the "
        + role
        + " for "
        + millis
        + " ms at most, at "
        + Math.round(share * 100)
        + " %";
  }
}
