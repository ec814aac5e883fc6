package io.cairn.chaos.faults;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.alipay.sofa.jraft.option.RaftOptions;
import io.cairn.chaos.Await;
import io.cairn.chaos.PlantedClasses;
import io.cairn.chaos.RecordLedger;
import io.cairn.chaos.check.Verdict;
import io.cairn.chaos.faults.disk.SmallDisk;
import io.cairn.chaos.workload.RegisterClients;
import io.cairn.cli.admin.JobSubmission;
import io.cairn.cli.demo.JobJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.bytebuddy.asm.MemberSubstitution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disks of all coordinators are pulled out while clients write. What was answered must be there
 * when they are back; a build that skips the fsync of its log is caught by that.
 */
@Tag("full")
class PlantedDiskBugIT {
  private static final int DISK_MEGABYTES = 256;
  private static final long PAUSE_MILLIS = 30;
  private static final long CALLS = 60;

  @TempDir Path root;

  /** What calls are replaced with. */
  public static final class Wrong {
    private Wrong() {}

    /** In place of {@code setSync}. */
    public static void never(RaftOptions options, boolean wanted) {
      options.setSync(false);
    }
  }

  @Test
  void whatWasAnsweredOutlivesTheDisks() throws Exception {
    Verdict verdict = pulled();
    assertTrue(verdict.holds(), () -> verdict.violations() + " " + verdict.note());
    assertTrue(verdict.examined() > 0, verdict::note);
  }

  @Test
  void anFsyncThatIsSkippedIsCaught() throws Exception {
    try (PlantedClasses classes = PlantedClasses.in(root.resolve("planted"))) {
      PlantedClasses unused =
          classes.plant(
              "io.cairn.coordinator.replication.JraftNodeOptions",
              MemberSubstitution.relaxed()
                  .method(named("setSync"))
                  .replaceWith(Wrong.class.getMethod("never", RaftOptions.class, boolean.class))
                  .on(named("raftOptions")));
      Verdict verdict = pulled();
      System.out.println(verdict.violations());
      assertFalse(verdict.holds(), () -> "not caught: " + verdict.note());
    }
  }

  private Verdict pulled() throws Exception {
    Optional<String> missing = SmallDisk.missing();
    assumeTrue(missing.isEmpty(), "skipped: " + missing.orElse(""));
    try (SmallDisk first = SmallDisk.create(root.resolve("disk1"), DISK_MEGABYTES);
        SmallDisk second = SmallDisk.create(root.resolve("disk2"), DISK_MEGABYTES);
        SmallDisk third = SmallDisk.create(root.resolve("disk3"), DISK_MEGABYTES);
        FaultyCluster cluster = new FaultyCluster(root, 3, 0, 0)) {
      List<SmallDisk> disks = List.of(first, second, third);
      for (int i = 0; i < disks.size(); i++) {
        cluster.place(cluster.coordinators().get(i), disks.get(i).path().resolve("data"));
      }
      cluster.startAll();
      long job = submit(cluster);
      for (SmallDisk disk : disks) {
        disk.sync(); // so that there is a job of which to read
      }
      try (RegisterClients clients =
          new RegisterClients(cluster::adminAddresses, job, PAUSE_MILLIS)) {
        clients.start(1);
        await(clients, CALLS);
        for (SmallDisk disk : disks) {
          disk.fail();
        }
        for (String name : cluster.coordinators()) {
          cluster.node(name).kill(); // those that had nothing to write live
        }
        for (SmallDisk disk : disks) {
          disk.recover();
        }
        for (String name : cluster.coordinators()) {
          cluster.start(name);
        }
        cluster.awaitServing(cluster.coordinators());
        await(clients, CALLS);
        return clients.finish();
      }
    }
  }

  /** Waits for so many more reads and writes that were answered. */
  private static void await(RegisterClients clients, long more) {
    long reads = clients.reads() + more;
    long writes = clients.writes() + more;
    Await.until(
        FaultyCluster.BOUND,
        () -> clients.reads() >= reads && clients.writes() >= writes,
        () -> more + " more reads and writes");
  }

  /** A job that waits for agents for ever; its settings are the registers. */
  private long submit(FaultyCluster cluster) throws Exception {
    Path files = Files.createDirectories(root.resolve("job"));
    Map<String, String> arguments =
        Map.of(
            RecordLedger.OUTPUT, files.resolve("output").toUri().toString(),
            RecordLedger.WITNESS, files.resolve("witness").toString());
    JobSubmission submission =
        new JobSubmission(
            JobJar.of(RecordLedger.class, files),
            RecordLedger.class.getName(),
            "registers",
            arguments,
            new JobSubmission.Policy(0, RegisterClients.REGISTERS.get("timeoutMillis"), 3, 200));
    return submission.send(cluster.admin()).path("jobId").asLong();
  }
}
