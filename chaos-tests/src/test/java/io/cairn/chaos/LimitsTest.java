package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairn.api.JobBuilder;
import io.cairn.coordinator.checkpoint.JobGraph;
import io.cairn.storage.state.KeyGroups;
import org.junit.jupiter.api.Test;

/** Modules that do not know each other refuse the same jobs. */
class LimitsTest {

  @Test
  void whatTheBuilderAllowsTheCoordinatorsTake() {
    assertEquals(JobGraph.MAX_TASKS, JobBuilder.MAX_TASKS);
    assertEquals(KeyGroups.MAX, JobBuilder.MAX_KEY_GROUPS);
  }
}
