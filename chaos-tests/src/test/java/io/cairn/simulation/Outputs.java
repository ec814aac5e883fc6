package io.cairn.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What sinks have made visible: no gap and no overlap, at another number of lanes neither. */
final class Outputs {
  private final World world;
  private final Map<Lane, Position> visible = new HashMap<>();
  private final Map<Lane, Position> ends = new HashMap<>();
  private final Set<String> seen = new HashSet<>();

  /**
   * One of so many sinks of a job.
   *
   * @param since where the job stood when it got so many
   */
  record Lane(long job, int number, int lanes, Position since) {}

  Outputs(World world) {
    this.world = world;
  }

  /** A job that begins from what another one left goes on with the other's lane there. */
  void begins(Lane lane, Position from) {
    visible.putIfAbsent(lane, from);
  }

  /** The job has other lanes from there on: this one has to make visible all up to there. */
  void ends(Lane lane, Position at) {
    ends.put(lane, at);
  }

  /** A sink makes output visible. */
  void committed(long job, Position.Output output) {
    if (!seen.add(job + ":" + output)) {
      world.count("sink commits again");
      return;
    }
    world.count("sink commits");
    Lane lane = new Lane(job, output.lane(), output.lanes(), output.since());
    if (!visible.containsKey(lane)) {
      olderMustBeAtTheirEnd(lane);
    }
    Position before = visible.getOrDefault(lane, lane.since());
    Violation.unless(
        before.equals(output.from()),
        "%s has made visible all up to %s, and now commits %s",
        lane,
        before,
        output);
    visible.put(lane, output.to());
  }

  private void olderMustBeAtTheirEnd(Lane fresh) {
    ends.forEach(
        (lane, end) -> {
          if (lane.job() == fresh.job() && end.equals(fresh.since()) && !lane.equals(fresh)) {
            Position reached = visible.getOrDefault(lane, lane.since());
            world.count("lanes end where others begin");
            Violation.unless(
                reached.equals(end),
                "%s ends at %s where the job got other lanes, and has made visible all up to %s",
                lane,
                end,
                reached);
          }
        });
  }

  /** The job has ended its input there: each of its sinks has made all visible. */
  void finished(long job, int lanes, List<Position> end) {
    for (int number = 0; number < lanes; number++) {
      int each = number;
      Position at = end.get(number);
      Violation.unless(
          visible.entrySet().stream()
              .anyMatch(entry -> isOf(entry.getKey(), job, each, lanes, at, entry.getValue())),
          "job %d is FINISHED at %s, and its sink %d of %d has not made all visible",
          job,
          at,
          number,
          lanes);
    }
  }

  private static boolean isOf(
      Lane lane, long job, int number, int lanes, Position end, Position reached) {
    return lane.job() == job
        && lane.number() == number
        && lane.lanes() == lanes
        && reached.equals(end);
  }
}
