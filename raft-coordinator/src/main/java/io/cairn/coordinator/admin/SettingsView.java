package io.cairn.coordinator.admin;

import io.cairn.coordinator.checkpoint.CheckpointSchedule;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.Setting;
import io.cairn.coordinator.checkpoint.SettingsChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The answer of {@code GET /jobs/{job}/settings}.
 *
 * @param job id
 * @param checkpointing ON, OFF or PAUSED
 * @param settings in force
 * @param submitted what the job was submitted with
 * @param history changes of this job, newest first
 */
record SettingsView(
    long job,
    String checkpointing,
    Map<String, Object> settings,
    Map<String, Object> submitted,
    List<ChangeView> history) {

  /** A change; {@code at} is in milliseconds since 1970, by the leader's clock. */
  record ChangeView(
      long id, long at, String who, String requestId, List<DifferenceView> differences) {}

  record DifferenceView(String setting, Object from, Object to) {}

  static SettingsView of(ClusterState state, JobState job, int limit) {
    List<ChangeView> history = new ArrayList<>();
    for (SettingsChange change : state.settings().changes().descendingValues()) {
      if (history.size() == limit) {
        break;
      }
      if (change.job().equals(job.id())) {
        history.add(view(change));
      }
    }
    return new SettingsView(
        job.id().value(),
        job.schedule().mode().name(),
        values(job.schedule().settings()),
        values(CheckpointSchedule.of(job.spec().policy()).settings()),
        history);
  }

  private static ChangeView view(SettingsChange change) {
    List<DifferenceView> differences = new ArrayList<>();
    for (SettingsChange.Difference difference : change.differences()) {
      Setting setting = difference.setting();
      differences.add(
          new DifferenceView(
              setting.shown(), value(setting, difference.from()), value(setting, difference.to())));
    }
    return new ChangeView(
        change.number(), change.wallMillis(), change.who(), change.requestId(), differences);
  }

  private static Map<String, Object> values(SortedMap<Setting, Long> settings) {
    Map<String, Object> values = new LinkedHashMap<>();
    settings.forEach((setting, value) -> values.put(setting.shown(), value(setting, value)));
    return values;
  }

  private static Object value(Setting setting, long value) {
    return setting == Setting.PAUSED ? (Object) (value == 1) : (Object) value;
  }
}
