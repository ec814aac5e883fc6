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
final class HdfsFault implements StruckUploads.Blow {
  private final HdfsServers servers;
  private final Role role;
  private final boolean kill;
  private final double share;
  private final long millis;
  private final CountDownLatch due = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean reached;

  private HdfsFault(HdfsServers servers, Role role, boolean kill, double share, long millis) {
    this.servers = servers;
    this.role = role;
    this.kill = kill;
    this.share = share;
    this.millis = millis;
  }

  static HdfsFault draw(Random random, HdfsServers servers) {
    Role role = random.nextBoolean() ? Role.DATANODE : Role.NAMENODE;
    return new HdfsFault(
        servers, role, random.nextBoolean(), random.nextDouble(), 200 + random.nextInt(4_000));
  }

  @Override
  public void progress(long done, long total) {
    if (done >= share * total) {
      due.countDown();
    }
  }

  @Override
  public boolean reached() {
    return reached;
  }

  @Override
  public void strike() throws Exception {
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

  @Override
  public void checkpointEnded() {
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
