package io.cairn.simulation;

import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobSpec;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.RestoreWish;
import io.cairn.coordinator.checkpoint.StopMode;
import java.util.ArrayList;
import java.util.List;

/** What people do with savepoints: take, delete, stop with one, begin another job from one. */
final class Savepoints {
  /** The agents have slots for so many jobs more. */
  private static final int MAX_COPIES = 2;

  private final World world;
  private final People people;
  private final Jobs jobs;
  private final List<JobSpec> copies = new ArrayList<>();
  private int requests;

  Savepoints(World world, People people, Jobs jobs) {
    this.world = world;
    this.people = people;
    this.jobs = jobs;
  }

  /** Somebody does something with a savepoint of the job. */
  void touch(JobState job) {
    int dice = world.random.nextInt(20);
    List<CheckpointState> kept = kept(job);
    if (dice < 9 || kept.isEmpty()) {
      take(job);
    } else if (dice < 12) {
      delete(job, kept.get(world.random.nextInt(kept.size())));
    } else if (dice < 18) {
      submitFrom(job, kept.get(world.random.nextInt(kept.size())));
    } else if (world.chance(0.7)) {
      stop(job, world.chance(0.5) ? "" : "last");
    }
  }

  private void take(JobState job) {
    requests++;
    String name = world.chance(0.6) ? "" : "keep-" + world.random.nextInt(3);
    people.propose(
        new Event.CheckpointRequest(
            job.id(), CheckpointKind.SAVEPOINT, "savepoint-" + requests, false, name, "someone"));
  }

  private void delete(JobState job, CheckpointState savepoint) {
    requests++;
    people.propose(
        new Event.SavepointDeleted(
            "delete-" + requests, job.id(), savepoint.savepoint().name(), "someone"));
  }

  void stop(JobState job, String name) {
    people.propose(
        new Event.StopJob("savepoint-stop-" + job.id(), job.id(), StopMode.SAVEPOINT, name, "ada"));
  }

  /** Another job begins from it; sometimes somebody thinks that it is not needed any more. */
  private void submitFrom(JobState job, CheckpointState savepoint) {
    if (copies.size() < MAX_COPIES) {
      JobSpec spec = named(job.spec(), "copy" + (copies.size() + 1));
      copies.add(spec);
      submit(job, savepoint, spec);
      if (world.chance(0.2)) {
        delete(job, savepoint);
      }
    }
  }

  /** Sometimes the counters' state is left behind. */
  private void submit(JobState job, CheckpointState savepoint, JobSpec spec) {
    List<String> dropped = world.chance(0.2) ? List.of("count") : List.of();
    boolean rescales = world.chance(0.4);
    Graph graph = new Graph(1 + world.random.nextInt(2), 1 + world.random.nextInt(2));
    RestoreWish wish = new RestoreWish(job.id(), savepoint.savepoint().name(), dropped, rescales);
    JobSpec wanted = rescales ? Operations.at(spec, graph) : spec;
    people.propose(new Event.SubmitJob("submit-" + spec.name(), wanted, wish));
  }

  /** A job goes on from what another has stopped with, and has a checkpoint of its own; or why. */
  String handedOver() {
    for (JobState job : jobs.known()) {
      for (CheckpointState savepoint : kept(job)) {
        if (savepoint.kind() == CheckpointKind.FINAL_SAVEPOINT) {
          return handedOver(job, savepoint);
        }
      }
    }
    return "";
  }

  private String handedOver(JobState job, CheckpointState savepoint) {
    JobSpec spec = named(job.spec(), "heir");
    JobState heir = jobs.named(spec.name());
    if (heir == null) {
      submit(job, savepoint, spec);
      return "a job goes on from the savepoint";
    }
    return heir.newestCompleted().isNone() ? heir.id() + ": a checkpoint of its own" : "";
  }

  /** Nobody wants any savepoint any more; what of them is still there. */
  String remaining() {
    for (JobState job : jobs.known()) {
      for (CheckpointState savepoint : kept(job)) {
        delete(job, savepoint);
        return job.id() + ": savepoint " + savepoint.id() + " is deleted";
      }
      if (!job.discardable().isEmpty()) {
        return job.id() + ": what is condemned is deleted";
      }
    }
    return "";
  }

  static List<CheckpointState> kept(JobState job) {
    return job.completed().stream().filter(each -> each.kind().isSavepoint()).toList();
  }

  private static JobSpec named(JobSpec like, String name) {
    return new JobSpec(
        name, like.graph(), like.jarSha256(), like.entryClass(), like.arguments(), like.policy());
  }
}
