package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.AgentState;
import io.cairn.coordinator.checkpoint.AttemptState;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which agent gets which task: where it was before, as far as each agent keeps to its fair share,
 * so that its local copy of the state can be used; the others to the least loaded in turn. Pure.
 */
final class TaskPlacement {
  private final SortedMap<AgentId, Room> rooms = new TreeMap<>();

  private static final class Room {
    private final Placement place;
    private final int free;
    private int taken;

    private Room(Placement place, int free) {
      this.place = place;
      this.free = free;
    }
  }

  private TaskPlacement(List<AgentState> agents, Map<AgentId, Integer> used) {
    for (AgentState agent : agents) {
      int free = agent.slots() - used.getOrDefault(agent.id(), 0);
      rooms.put(agent.id(), new Room(new Placement(agent.id(), agent.incarnation()), free));
    }
  }

  /**
   * Places every task of the job.
   *
   * @param agents that may get tasks
   * @param used slots taken by other jobs, per agent
   * @return one place per task, in task order; empty when there are not enough free slots
   */
  static Optional<List<Placement>> place(
      JobState job, List<AgentState> agents, Map<AgentId, Integer> used) {
    return new TaskPlacement(agents, used).place(job);
  }

  private Optional<List<Placement>> place(JobState job) {
    int tasks = job.spec().graph().taskCount();
    long free = rooms.values().stream().mapToLong(room -> Math.max(0, room.free)).sum();
    if (free < tasks) {
      return Optional.empty();
    }
    int share = (tasks + rooms.size() - 1) / rooms.size();
    List<@Nullable Placement> places = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      Room before = roomBefore(job.attempt(), task);
      places.add(before != null && before.taken < share ? take(before) : null);
    }
    List<Placement> all = new ArrayList<>();
    for (Placement place : places) {
      all.add(place == null ? take(leastLoaded()) : place);
    }
    return Optional.of(all);
  }

  private @Nullable Room roomBefore(@Nullable AttemptState attempt, int task) {
    if (attempt == null || task >= attempt.placement().size()) {
      return null;
    }
    Room room = rooms.get(attempt.placement().get(task).agent());
    return room != null && room.taken < room.free ? room : null;
  }

  private Room leastLoaded() {
    Room best = null;
    for (Room room : rooms.values()) {
      if (room.taken < room.free && (best == null || room.taken < best.taken)) {
        best = room;
      }
    }
    if (best == null) {
      throw new IllegalStateException("more tasks than free slots, though they were counted");
    }
    return best;
  }

  private static Placement take(Room room) {
    room.taken++;
    return room.place;
  }
}
