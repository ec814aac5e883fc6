package io.cairn.chaos.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cairn.chaos.Await;
import io.cairn.chaos.faults.disk.SmallDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk of an agent is full, and fails, under a running job: the reason is told, the
 * coordinators have nothing to do with it, and the job's result is exact.
 */
@Tag("full")
class AgentDiskIT {
  private static final int DISK_MEGABYTES = 256;
  private static final String STRUCK = "a1";

  @TempDir Path root;

  /** What befalls the disk of one agent while the job runs. */
  private interface Blow {
    void strike(SmallDisk disk, FaultyCluster cluster, FlightsUnderFault flights) throws Exception;
  }

  @Test
  void aFullDiskIsNamedAndTheJobGoesOnWhenThereIsRoom() throws Exception {
    underWay(
        (disk, cluster, flights) -> {
          disk.fill();
          awaitReason(flights, "No space left on device");
          disk.free();
        });
  }

  @Test
  void anErrorOfTheDiskIsNamedAndTheJobGoesOnElsewhere() throws Exception {
    underWay(
        (disk, cluster, flights) -> {
          disk.fail();
          awaitReason(flights, "nput/output error");
          cluster.node(STRUCK).kill();
        });
  }

  private void underWay(Blow blow) throws Exception {
    Optional<String> missing = SmallDisk.missing();
    assumeTrue(missing.isEmpty(), "skipped: " + missing.orElse(""));
    try (SmallDisk disk = SmallDisk.create(root.resolve("disk"), DISK_MEGABYTES);
        FaultyCluster cluster = started(disk)) {
      FlightsUnderFault flights = FlightsUnderFault.submit(cluster, 8);
      flights.awaitProgress(cluster.coordinators());
      blow.strike(disk, cluster, flights);
      flights.awaitProgress(cluster.coordinators());
      flights.assertExact();
    }
  }

  private FaultyCluster started(SmallDisk disk) throws IOException {
    FaultyCluster cluster = new FaultyCluster(root, 3, 2, 0);
    cluster.place(STRUCK, disk.path().resolve("data"));
    cluster.startAll();
    return cluster;
  }

  private static void awaitReason(FlightsUnderFault flights, String text) {
    String[] last = {""};
    Await.until(
        FaultyCluster.BOUND,
        () -> {
          List<String> reasons = flights.reasons();
          last[0] = reasons.toString();
          return reasons.stream().anyMatch(reason -> reason.contains(text));
        },
        () -> "a reason with '" + text + "'; there are " + last[0]);
  }
}
