package io.cairn.coordinator.checkpoint;

import java.util.Set;
import java.util.TreeSet;

/** The transitions of docs/state-machines.md that are entered; a dash is "not there". */
final class EnteredTransitions {
  static final Set<String> ALL = new TreeSet<>();

  static {
    machine(
        "checkpoint",
        "-->REQUESTING",
        "REQUESTING->EXECUTING",
        "REQUESTING->COMMITTING",
        "EXECUTING->COMMITTING",
        "COMMITTING->COMPLETED",
        "COMPLETED->SUBSUMED",
        "SUBSUMED->DISCARDED",
        "ABORTED->DISCARDED");
    for (String from : new String[] {"REQUESTING", "EXECUTING"}) {
      machine(
          "checkpoint",
          from + "->ABORTED TIMEOUT",
          from + "->ABORTED DECLINED",
          from + "->ABORTED NEWER_ATTEMPT",
          from + "->ABORTED NEWER_COMPLETION",
          from + "->ABORTED TASK_LOST",
          from + "->ABORTED JOB_ENDED",
          from + "->ABORTED PERSON");
    }
    machine(
        "checkpoint",
        "COMMITTING->ABORTED TIMEOUT",
        "COMMITTING->ABORTED METADATA_FAILED",
        "COMMITTING->ABORTED NEWER_COMPLETION",
        "COMMITTING->ABORTED JOB_ENDED",
        "COMMITTING->ABORTED PERSON");
    machine(
        "job",
        "-->SUBMITTED",
        "SUBMITTED->DEPLOYING",
        "SUBMITTED->CANCELLED",
        "DEPLOYING->RUNNING",
        "DEPLOYING->STOPPING",
        "DEPLOYING->FINISHED",
        "RUNNING->STOPPING",
        "STOPPING->FINISHED",
        "RESTARTING->DEPLOYING",
        "RESTARTING->FAILED",
        "RESTARTING->CANCELLED",
        "RUNNING->SALVAGING",
        "STOPPING->SALVAGING",
        "SALVAGING->RESTARTING",
        "SALVAGING->FAILED",
        "SALVAGING->CANCELLED");
    machine(
        "salvage",
        "-->WAITING",
        "-->WAITING after a failure",
        "WAITING->COMPLETED",
        "WAITING->ABORTED");
    for (String from : new String[] {"DEPLOYING", "RUNNING", "STOPPING"}) {
      machine(
          "job",
          from + "->DEPLOYING",
          from + "->RESTARTING",
          from + "->FAILED",
          from + "->CANCELLED");
    }
    machine(
        "attempt",
        "-->DEPLOYING",
        "DEPLOYING->RUNNING",
        "DEPLOYING->FAILED",
        "RUNNING->FAILED",
        "DEPLOYING->ENDED",
        "RUNNING->ENDED",
        "FAILED->ENDED",
        "ENDED->FAILED");
    machine(
        "agent",
        "-->REGISTERED",
        "REGISTERED->LOST",
        "LOST->REGISTERED",
        "REGISTERED->REGISTERED+",
        "LOST->REGISTERED+",
        "REGISTERED->DRAINING",
        "DRAINING->REGISTERED",
        "DRAINING->LOST",
        "LOST->DRAINING",
        "LOST->LOST",
        "DRAINING->DRAINING+",
        "LOST->DRAINING+");
    machine("sink", "TO_COMMIT->COMMITTED");
    machine(
        "checkpointing",
        "ON->OFF",
        "ON->PAUSED",
        "OFF->ON",
        "OFF->PAUSED",
        "PAUSED->ON",
        "PAUSED->OFF");
    machine(
        "failures",
        "NONE->COUNTED",
        "NONE->FAILOVER",
        "COUNTED->COUNTED",
        "COUNTED->FAILOVER",
        "COUNTED->NONE");
    machine(
        "request",
        "PERIODIC->ALONE",
        "PERIODIC->CONCURRENT",
        "MANUAL->ALONE",
        "MANUAL->CONCURRENT",
        "MANUAL->FULL",
        "FINAL->ALONE",
        "FINAL->CONCURRENT",
        "SAVEPOINT->ALONE",
        "SAVEPOINT->CONCURRENT",
        "RELOCATION->ALONE",
        "RELOCATION->CONCURRENT",
        "FINAL_SAVEPOINT->ALONE",
        "FINAL_SAVEPOINT->CONCURRENT",
        "RESCALE->ALONE",
        "RESCALE->CONCURRENT");
    machine(
        "scale",
        "NONE->WAITING",
        "NONE->UNPROVEN",
        "WAITING->UNPROVEN",
        "WAITING->NONE",
        "UNPROVEN->NONE",
        "UNPROVEN->TAKEN_BACK");
    for (String kind : new String[] {"SAVEPOINT", "FINAL_SAVEPOINT"}) {
      machine(
          kind,
          "-->REQUESTING",
          "-->EXECUTING",
          "-->COMMITTING",
          "-->COMPLETED",
          "-->ABORTED",
          "-->SUBSUMED",
          "-->DISCARDED");
    }
    machine("origin", "-->LEAVES_TRANSACTIONS", "-->COMMITS");
  }

  private EnteredTransitions() {}

  private static void machine(String name, String... transitions) {
    for (String transition : transitions) {
      ALL.add(name + " " + transition);
    }
  }
}
