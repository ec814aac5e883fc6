package io.cairn.simulation;

import io.cairn.coordinator.checkpoint.CheckpointStatus;
import io.cairn.coordinator.checkpoint.Setting;
import io.cairn.process.failpoint.Failpoint;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a run of many seeds must reach; a count of 0 fails it. */
final class Reached {
  /** So many seeds must have reached everything. */
  static final long SEEDS = 2_000;

  static final Set<String> ALL = new TreeSet<>();

  /** Failpoints in shipped code that does not run here, and what stands in its place. */
  static final Map<Failpoint, String> MODELLED = new EnumMap<>(Failpoint.class);

  static {
    MODELLED.put(Failpoint.AFTER_BARRIER, "Snapshotter: RocksDB; SimTask snapshots");
    MODELLED.put(Failpoint.AFTER_LOCAL, "SnapshotPipeline: RocksDB and a journal; Uploads");
    MODELLED.put(Failpoint.BEFORE_UPLOAD, "SnapshotPipeline; Uploads");
    MODELLED.put(Failpoint.DURING_UPLOAD, "SnapshotPipeline; Uploads");
    MODELLED.put(Failpoint.AFTER_UPLOAD, "SnapshotPipeline; Uploads");
    MODELLED.put(Failpoint.BEFORE_ACK, "SnapshotPipeline; Uploads");
    MODELLED.put(Failpoint.AFTER_RESTORE, "Task: a thread; SimAttempt restores");
    MODELLED.put(Failpoint.DURING_REPLICA_SNAPSHOT, "SnapshotFiles: real files; RaftNode");
    for (Failpoint failpoint : Failpoint.values()) {
      if (!MODELLED.containsKey(failpoint)) {
        add("failpoint ", failpoint.kebab());
        add("fault: death at ", failpoint.kebab());
      }
    }
    add(
        "checkpoint ",
        "-->REQUESTING",
        "REQUESTING->EXECUTING",
        "EXECUTING->COMMITTING",
        "COMMITTING->COMPLETED",
        "COMPLETED->SUBSUMED",
        "SUBSUMED->DISCARDED",
        "ABORTED->DISCARDED",
        "REQUESTING->ABORTED TIMEOUT",
        "REQUESTING->ABORTED TASK_LOST",
        "REQUESTING->ABORTED PERSON",
        "REQUESTING->ABORTED DECLINED",
        "REQUESTING->ABORTED JOB_ENDED",
        "EXECUTING->ABORTED TIMEOUT",
        "EXECUTING->ABORTED DECLINED",
        "EXECUTING->ABORTED TASK_LOST",
        "EXECUTING->ABORTED NEWER_COMPLETION",
        "EXECUTING->ABORTED JOB_ENDED",
        "EXECUTING->ABORTED PERSON",
        "COMMITTING->ABORTED JOB_ENDED",
        "COMMITTING->ABORTED METADATA_FAILED",
        "COMMITTING->ABORTED NEWER_COMPLETION",
        "COMMITTING->ABORTED PERSON");
    add(
        "job ",
        "-->SUBMITTED",
        "SUBMITTED->DEPLOYING",
        "DEPLOYING->RUNNING",
        "DEPLOYING->RESTARTING",
        "RUNNING->RESTARTING",
        "RUNNING->SALVAGING",
        "SALVAGING->RESTARTING",
        "RESTARTING->DEPLOYING",
        "RUNNING->STOPPING",
        "STOPPING->FINISHED",
        "RUNNING->FAILED",
        "RUNNING->CANCELLED");
    add(
        "attempt ",
        "-->DEPLOYING",
        "DEPLOYING->RUNNING",
        "DEPLOYING->FAILED",
        "RUNNING->FAILED",
        "RUNNING->ENDED");
    add("checkpointing ", "ON->OFF", "OFF->ON", "ON->PAUSED", "PAUSED->ON");
    add("failures ", "counted", "forgotten");
    add(
        "request ",
        "PERIODIC alone",
        "PERIODIC beside others",
        "MANUAL alone",
        "MANUAL beside others",
        "FINAL alone",
        "SAVEPOINT alone",
        "SAVEPOINT beside others",
        "FINAL_SAVEPOINT alone",
        "RELOCATION alone",
        "RESCALE alone");
    add(
        "savepoint ",
        "SAVEPOINT EXECUTING",
        "SAVEPOINT COMMITTING",
        "SAVEPOINT COMPLETED",
        "SAVEPOINT ABORTED",
        "SAVEPOINT SUBSUMED",
        "SAVEPOINT DISCARDED",
        "FINAL_SAVEPOINT COMPLETED",
        "FINAL_SAVEPOINT SUBSUMED",
        "FINAL_SAVEPOINT DISCARDED");
    add("job begun from a ", "SAVEPOINT of a live job", "FINAL_SAVEPOINT");
    add("job begun from ", "another cluster", "a PERIODIC");
    add("task restores ", "at another parallelism", "from another cluster", "from another job");
    add(
        "rescale ",
        "NONE->WAITING",
        "NONE->UNPROVEN",
        "WAITING->UNPROVEN",
        "WAITING->NONE",
        "UNPROVEN->NONE",
        "UNPROVEN->NONE, taken back");
    add(
        "attempt ends: ",
        "RELOCATION COMPLETED",
        "RESCALE COMPLETED",
        "RESCALE ABORTED",
        "failure",
        "restarted by a person",
        "with the job");
    add("source reads on from a ", "RELOCATION", "RESCALE");
    add("sink begins with ", "transactions", "no transaction");
    add("member ", "add done", "remove done", "replace done", "change refused: QUORUM");
    add("member change beside a checkpoint ", "REQUESTING", "EXECUTING", "COMMITTING");
    add("push-back: ", "reads no more", "reads again");
    for (Setting setting : Setting.values()) {
      if (setting != Setting.MAX_RESTARTS
          && setting != Setting.RESTART_DELAY_MILLIS
          && setting != Setting.RESTART_DOUBLINGS) {
        add("person changes ", setting.shown());
      }
    }
    for (CheckpointStatus status : CheckpointStatus.values()) {
      add("fault: at the moment of ", status.toString());
    }
    add(
        "agent ",
        "-->REGISTERED",
        "REGISTERED->LOST",
        "LOST->REGISTERED",
        "LOST->REGISTERED+",
        "REGISTERED drains",
        "REGISTERED drains no more",
        "REGISTERED->REGISTERED+");
    add(
        "fault: ",
        "agent cut from a coordinator",
        "agent cut from all",
        "agent dies",
        "agent is paused",
        "an upload hangs",
        "connection breaks",
        "connection full",
        "coordinator crashes",
        "coordinator cut from the others",
        "coordinator is paused",
        "coordinator loses its disk",
        "leader crashes",
        "leader is paused while another is down",
        "leader without a quorum",
        "raft message late",
        "raft message lost",
        "raft message twice",
        "task declines",
        "task fails",
        "the store hangs for a leader",
        "wall clock jumps back",
        "wall clock jumps forward");
    for (String operation :
        new String[] {"create", "close", "open", "exists", "publish", "delete", "deleteTree"}) {
      add(
          "fault: ",
          "store fails " + operation,
          "crash in the store before " + operation,
          "crash in the store after " + operation);
    }
    add(
        "raft: ",
        "election",
        "leader stepped down",
        "log compacted",
        "replica rebuilt",
        "candidate is no member",
        "change of voters",
        "change of voters in two steps",
        "vote refused without memory",
        "restart from a snapshot",
        "snapshot loaded from the leader",
        "uncommitted suffix dropped");
    add(
        "",
        "ack confirmed",
        "barrier HOLD",
        "coordinator retires",
        "barrier PASS_OVER",
        "barrier TAKE",
        "checkpoint salvaged",
        "salvage begins: AgentLost",
        "salvage begins: RegisterAgent",
        "salvage begins: TaskStatusUpdate",
        "upload resumed",
        "lanes end where others begin",
        "person continues a job",
        "incremental snapshot",
        "leadership handed over",
        "metadata published",
        "orphan: segment",
        "read answered",
        "read refused",
        "states compared in full",
        "savepoint's files deleted",
        "segment deleted",
        "session lost",
        "sink commits",
        "sink commits again",
        "task restores");
  }

  private Reached() {}

  /** What so many counts lack, and failpoints of modelled code that were reached after all. */
  static List<String> missed(Map<String, Integer> counts) {
    List<String> missed = new ArrayList<>();
    ALL.stream().filter(what -> !counts.containsKey(what)).forEach(missed::add);
    MODELLED.keySet().stream()
        .filter(failpoint -> counts.containsKey("failpoint " + failpoint.kebab()))
        .forEach(failpoint -> missed.add(failpoint.kebab() + " runs here, it is not modelled"));
    return missed;
  }

  private static void add(String machine, String... what) {
    for (String each : what) {
      ALL.add(machine + each);
    }
  }
}
