package io.cairn.simulation;

import java.util.Set;
import java.util.TreeSet;

/** What a run of many seeds must reach; a count of 0 fails it. */
final class Reached {
  static final Set<String> ALL = new TreeSet<>();

  static {
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
        "COMMITTING->ABORTED METADATA_FAILED",
        "COMMITTING->ABORTED PERSON");
    add(
        "job ",
        "-->SUBMITTED",
        "SUBMITTED->DEPLOYING",
        "DEPLOYING->RUNNING",
        "DEPLOYING->RESTARTING",
        "RUNNING->RESTARTING",
        "RESTARTING->DEPLOYING",
        "RUNNING->STOPPING",
        "STOPPING->FINISHED",
        "RUNNING->CANCELLED");
    add(
        "agent ",
        "-->REGISTERED",
        "REGISTERED->LOST",
        "LOST->REGISTERED",
        "LOST->REGISTERED+",
        "REGISTERED->REGISTERED+");
    add(
        "fault: ",
        "agent cut from a coordinator",
        "agent cut from all",
        "agent dies",
        "an upload hangs",
        "connection breaks",
        "connection full",
        "coordinator crashes",
        "coordinator cut from the others",
        "leader crashes",
        "leader without a quorum",
        "raft message late",
        "raft message lost",
        "raft message twice",
        "task declines",
        "task fails",
        "the store hangs for a leader");
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
        "restart from a snapshot",
        "snapshot loaded from the leader",
        "uncommitted suffix dropped");
    add(
        "",
        "ack confirmed",
        "barrier HOLD",
        "barrier PASS_OVER",
        "barrier TAKE",
        "incremental snapshot",
        "leadership handed over",
        "metadata published",
        "segment deleted",
        "session lost",
        "sink commits",
        "sink commits again");
  }

  private Reached() {}

  private static void add(String machine, String... what) {
    for (String each : what) {
      ALL.add(machine + each);
    }
  }
}
