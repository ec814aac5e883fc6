package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairn.cli.hdfs.HdfsServers;
import io.cairn.process.failpoint.Failpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes without which a checkpoint's cut is whole die in the middle of its uploads: it
 * completes under its id, no task restarts, and no record is processed twice.
 */
class BystanderKillsIT {
  @TempDir Path directory;

  @Test
  void aFollowerDies() throws Exception {
    try (GatedCluster cluster = start("follower-kill", "")) {
      LedgerRun run = cluster.submit("follower");
      long id = halfUploaded(cluster, run);
      String follower = cluster.followers().get(0);
      cluster.processes().kill(follower);
      cluster.openAll();
      run.awaitCompleted(id);
      cluster.processes().restart(follower);
      cluster.awaitWhole();
      assertUndisturbed(run);
    }
  }

  @Tag("full")
  @Test
  void theLeaderDies() throws Exception {
    try (GatedCluster cluster = start("leader-kill", "")) {
      LedgerRun run = cluster.submit("leader");
      long id = halfUploaded(cluster, run);
      String leader = cluster.leader();
      cluster.processes().kill(leader);
      cluster.openAll();
      run.awaitCompleted(id);
      cluster.processes().restart(leader);
      cluster.awaitWhole();
      assertUndisturbed(run);
    }
  }

  @Tag("full")
  @Test
  void theDataNodeDies() throws Exception {
    Path hdfs = Files.createDirectory(directory.resolve("hdfs"));
    try (HdfsServers servers = HdfsServers.start(hdfs, Map.of());
        GatedCluster cluster = start("datanode-kill", servers.uri() + "/cairn")) {
      LedgerRun run = cluster.submit("datanode");
      long id = halfUploaded(cluster, run);
      servers.kill(HdfsServers.Role.DATANODE);
      cluster.openAll();
      // The upload fails and is tried again, from its beginning, until it finds a DataNode.
      run.awaitRecords(KillMoment.AT_STAKE);
      servers.start(HdfsServers.Role.DATANODE);
      run.awaitCompleted(id);
      assertUndisturbed(run);
    }
  }

  private GatedCluster start(String name, String store) throws Exception {
    return GatedCluster.start(name, store, Files.createDirectory(directory.resolve("gates")));
  }

  private static long halfUploaded(GatedCluster cluster, LedgerRun run) throws Exception {
    run.awaitRecords(RecordLedger.KEYS);
    long unused = run.checkpoint();
    run.awaitRecords(2 * RecordLedger.KEYS);
    long before = cluster.arrivals("a1", Failpoint.DURING_UPLOAD);
    cluster.close("a1", Failpoint.DURING_UPLOAD);
    long id = run.trigger();
    Await.until(
        FlightDelaysRun.BOUND,
        () -> cluster.arrivals("a1", Failpoint.DURING_UPLOAD) > before,
        () -> "half an upload: " + run.shown(id));
    return id;
  }

  private static void assertUndisturbed(LedgerRun run) throws Exception {
    run.awaitCompleted(run.trigger());
    assertEquals(1, run.attempt(), "no task was restarted");
    LedgerAudit audit = run.drain();
    audit.assertExact();
    assertEquals(0, audit.replayed(), "no record was processed twice");
  }
}
