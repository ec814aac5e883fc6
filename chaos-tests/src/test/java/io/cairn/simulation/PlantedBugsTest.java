package io.cairn.simulation;

import static net.bytebuddy.matcher.ElementMatchers.any;
import static net.bytebuddy.matcher.ElementMatchers.isDeclaredBy;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.agent.runtime.ReadOnAfterTheCut;
import io.cairn.coordinator.checkpoint.Attempt;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.DrainedInVain;
import io.cairn.coordinator.checkpoint.FloorsForgotten;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.LastAckAfterTimeout;
import io.cairn.coordinator.checkpoint.MetadataStamp;
import io.cairn.coordinator.checkpoint.RestoreWhatWasExpected;
import io.cairn.coordinator.checkpoint.SalvageNothing;
import io.cairn.coordinator.codec.HistoryLost;
import io.cairn.coordinator.leader.MetadataFiles;
import io.cairn.coordinator.leader.PublishAborted;
import io.cairn.coordinator.leader.PublishTooEarly;
import io.cairn.coordinator.replication.ReadAtOnce;
import io.cairn.coordinator.session.ConfirmTooEarly;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.function.Supplier;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.asm.MemberSubstitution;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Proves the simulator: bugs planted in the byte code of shipped classes, which it must find. */
class PlantedBugsTest {
  private static final long SEEDS = 2_000;
  private static final String COORDINATOR = "io.cairn.coordinator.";

  /** What calls are replaced with. */
  public static final class Wrong {
    private Wrong() {}

    /** For a check that is left out. */
    public static boolean yes(Object checked) {
      return true;
    }

    /** For a parallelism that is not looked at. */
    public static int single(Object operator) {
      return 1;
    }

    /** For a comparison that is left out. */
    public static boolean equal(Object one, Object other) {
      return true;
    }

    /** For a count of holders that is not looked at. */
    public static Object one(Object map, Object key, Object otherwise) {
      return 1;
    }
  }

  @BeforeAll
  static void silence() {
    Simulate.silence();
  }

  @Test
  void an_ack_that_is_not_deduplicated() throws Exception {
    mustBeFound(
        Map.of(
            COORDINATOR + "checkpoint.AckRules",
            MemberSubstitution.relaxed().method(named("isAcked")).stub().on(named("isKnown"))));
  }

  @Test
  void a_stale_term_that_is_not_fenced() throws Exception {
    mustBeFound(
        Map.of(
            COORDINATOR + "replication.Proposer",
            MemberSubstitution.relaxed()
                .method(named("equals"))
                .replaceWith(wrong("equal", Object.class, Object.class))
                .on(named("propose"))));
  }

  @Test
  void a_trigger_that_a_new_leader_does_not_send_again() throws Exception {
    mustBeFound(
        Map.of(
            COORDINATOR + "session.Sessions",
            MemberSubstitution.relaxed().method(named("sync")).stub().on(named("admit")),
            COORDINATOR + "session.JobPush",
            MemberSubstitution.relaxed().method(named("sync")).stub().on(named("hosts"))));
  }

  @Test
  void a_file_that_is_deleted_one_checkpoint_early() throws Exception {
    mustBeFound(
        Map.of(
            COORDINATOR + "checkpoint.JobFiles",
            MemberSubstitution.relaxed()
                .method(named("getOrDefault"))
                .replaceWith(wrong("one", Object.class, Object.class, Object.class))
                .on(named("minusHolders"))));
  }

  @Test
  void a_confirmation_before_the_commit() throws Exception {
    mustBeFound(
        Map.of(
            COORDINATOR + "session.AgentSession",
            Advice.to(ConfirmTooEarly.class).on(named("report"))));
  }

  @Test
  void metadata_that_is_published_though_the_checkpoint_may_be_aborted() throws Exception {
    mustBeFound(
        Map.of(
            COORDINATOR + "leader.MetadataFiles",
            Advice.to(PublishTooEarly.class).on(named("writePending"))));
  }

  @Test
  void metadata_of_an_aborted_checkpoint_that_is_published() throws Exception {
    mustBeFound(
        Map.of(
            COORDINATOR + "leader.FileDuties",
            MemberSubstitution.relaxed()
                .method(named("completed").and(isDeclaredBy(JobState.class)))
                .replaceWith(PublishAborted.class.getMethod("completed", JobState.class))
                .on(named("publish")),
            COORDINATOR + "leader.StoreWork",
            MemberSubstitution.relaxed()
                .method(named("publish").and(isDeclaredBy(MetadataFiles.class)))
                .replaceWith(
                    PublishAborted.class.getMethod(
                        "publish",
                        MetadataFiles.class,
                        String.class,
                        MetadataStamp.class,
                        Supplier.class))
                .on(any())));
  }

  @Test
  void an_abort_that_is_decided_after_the_completion() throws Exception {
    mustBeFound(
        Map.of(
            COORDINATOR + "checkpoint.AbortRules",
            MemberSubstitution.relaxed()
                .method(named("isUnfinished"))
                .replaceWith(wrong("yes", Object.class))
                .on(named("abort"))));
  }

  @Test
  void a_timeout_racing_the_last_ack_that_is_decided_twice() throws Exception {
    mustBeFound(
        Map.of(
            COORDINATOR + "checkpoint.AckRules",
            MemberSubstitution.relaxed()
                .method(named("foreign"))
                .replaceWith(
                    LastAckAfterTimeout.class.getMethod(
                        "foreign", CheckpointState.class, Attempt.class, int.class))
                .on(named("acknowledge"))));
  }

  @Test
  void history_that_is_lost_at_a_snapshot() throws Exception {
    mustBeFound(
        Map.of(COORDINATOR + "codec.JobAssembly", Advice.to(HistoryLost.class).on(named("addTo"))));
  }

  @Test
  void a_new_attempt_that_ignores_a_completion_it_raced_with() throws Exception {
    mustBeFound(
        Map.of(
            COORDINATOR + "leader.AttemptDuties",
            MemberSubstitution.relaxed().method(named("isCommitting")).stub().on(named("plan")),
            COORDINATOR + "checkpoint.AttemptRules",
            new AsmVisitorWrapper.Compound(
                MemberSubstitution.relaxed()
                    .method(named("equals").and(isDeclaredBy(CheckpointId.class)))
                    .replaceWith(wrong("equal", Object.class, Object.class))
                    .on(named("refuse")),
                Advice.to(RestoreWhatWasExpected.class).on(named("start")))));
  }

  @Test
  void a_read_that_does_not_wait_for_the_leader() throws Exception {
    mustBeFound(
        Map.of(
            COORDINATOR + "replication.LinearizableReads",
            Advice.to(ReadAtOnce.class).on(named("read"))));
  }

  @Test
  void a_cut_with_a_hole_that_is_salvaged() throws Exception {
    mustBeFound(
        Map.of(
            COORDINATOR + "checkpoint.SalvageRules",
            MemberSubstitution.relaxed()
                .method(named("obstacle"))
                .stub()
                .on(named("failAttempt"))));
  }

  @Test
  void a_failure_that_ends_a_cut_which_is_on_disks() throws Exception {
    Method older = SalvageNothing.class.getMethod("salvage", Object.class);
    mustBeFound(
        Map.of(
            COORDINATOR + "checkpoint.TaskRules",
            MemberSubstitution.relaxed()
                .method(named("salvage"))
                .replaceWith(older)
                .on(named("report"))));
  }

  @Test
  void a_job_that_never_ceases_to_salvage() throws Exception {
    Method settle = SalvageForEver.class.getMethod("settle", ClusterState.class, JobId.class);
    AsmVisitorWrapper bug =
        MemberSubstitution.relaxed().method(named("settle")).replaceWith(settle).on(any());
    mustBeFound(
        Map.of(
            COORDINATOR + "checkpoint.AbortRules", bug,
            COORDINATOR + "checkpoint.CheckpointRules", bug,
            COORDINATOR + "checkpoint.CompletionRules", bug));
  }

  @Test
  void a_savepoint_that_retention_takes() throws Exception {
    mustBeFound(
        Map.of(
            COORDINATOR + "checkpoint.Retention",
            MemberSubstitution.relaxed()
                .method(named("retained").and(isDeclaredBy(JobState.class)))
                .replaceWith(JobState.class.getMethod("completed"))
                .on(named("subsume"))));
  }

  @Test
  void a_savepoint_up_to_which_sinks_commit() throws Exception {
    mustBeFound(
        Map.of(
            COORDINATOR + "checkpoint.CompletionRules",
            MemberSubstitution.relaxed()
                .method(named("isProgress"))
                .replaceWith(wrong("yes", Object.class))
                .on(named("durable"))));
  }

  @Test
  void a_savepoint_that_is_deleted_while_a_job_restores_from_it() throws Exception {
    mustBeFound(
        Map.of(
            COORDINATOR + "checkpoint.SavepointRules",
            MemberSubstitution.relaxed().method(named("user")).stub().on(named("inUse"))));
  }

  @Test
  void a_leader_that_pushes_back_and_never_reads_again() throws Exception {
    mustBeFound(
        Map.of(
            COORDINATOR + "session.Intake$Share",
            MemberSubstitution.relaxed().method(named("resume")).stub().on(named("settled"))));
  }

  @Test
  void a_rescaled_operator_that_gets_only_what_one_task_left() throws Exception {
    mustBeFound(
        Map.of(
            COORDINATOR + "session.TaskRestores",
            MemberSubstitution.relaxed()
                .method(named("parallelism"))
                .replaceWith(wrong("single", Object.class))
                .on(named("addAll"))));
  }

  @Test
  void a_drained_agent_that_gets_tasks() throws Exception {
    mustBeFound(
        Map.of(
            COORDINATOR + "checkpoint.AgentState",
            Advice.to(DrainedInVain.class).on(named("mayHostMore"))));
  }

  @Test
  void a_source_that_reads_on_after_the_cut_of_a_move() throws Exception {
    mustBeFound(
        Map.of(
            "io.cairn.agent.runtime.Barrier",
            Advice.to(ReadOnAfterTheCut.class).on(named("halts"))));
  }

  @Test
  void an_id_of_another_cluster_that_is_given_again() throws Exception {
    mustBeFound(
        Map.of(
            COORDINATOR + "checkpoint.ClusterState",
            Advice.to(FloorsForgotten.class).on(named("withFloors"))));
  }

  private static Method wrong(String name, Class<?>... parameters) throws NoSuchMethodException {
    return Wrong.class.getMethod(name, parameters);
  }

  private static void mustBeFound(Map<String, AsmVisitorWrapper> bugs) throws Exception {
    ClassLoader loader = new PlantedClassLoader(bugs);
    Object found =
        loader
            .loadClass(Simulate.class.getName())
            .getMethod("firstFailure", long.class, long.class)
            .invoke(null, 1L, SEEDS);
    assertTrue(found != null, "not found within " + SEEDS + " seeds");
    assertFalse(found.toString().contains("LinkageError"), "no bug, but no class either: " + found);
    System.out.println("planted bug found: seed " + found);
  }
}
