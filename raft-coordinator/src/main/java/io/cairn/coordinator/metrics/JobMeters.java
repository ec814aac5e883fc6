package io.cairn.coordinator.metrics;

import io.cairn.coordinator.checkpoint.AgentState;
import io.cairn.coordinator.checkpoint.AgentStatus;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.JobStatus;
import io.cairn.process.metrics.Metrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Figures of the jobs and agents, out of the replicated state: the same on every replica at the
 * same index. Set anew for each page, under the page's lock, from one state.
 */
public final class JobMeters {
  /**
   * Most jobs with figures of their own: those that have not ended, then the newest. Each has some
   * 20 series.
   */
  static final int MAX_JOBS = 200;

  private final Supplier<ClusterState> states;
  private final Map<JobFigure, MultiGauge> figures = new LinkedHashMap<>();
  private final MultiGauge jobs;
  private final MultiGauge agents;
  private ClusterState state = ClusterState.empty();

  private JobMeters(Supplier<ClusterState> states, MeterRegistry registry) {
    this.states = states;
    for (JobFigure figure : JobFigure.ALL) {
      figures.put(
          figure, MultiGauge.builder(figure.meter()).description(figure.what()).register(registry));
    }
    jobs = MultiGauge.builder("cairn.jobs").description("Jobs by state").register(registry);
    agents = MultiGauge.builder("cairn.agents").description("Agents by state").register(registry);
    gauge(registry, "cairn.slots", "Slots of the REGISTERED agents", JobMeters::slots);
    gauge(
        registry,
        "cairn.history.checkpoints",
        "Ended checkpoints that are remembered",
        now -> now.history().summaries().size());
    gauge(
        registry,
        "cairn.history.rows",
        "Rows of tasks that are remembered of them",
        now -> now.history().rows());
  }

  /** Registers them. */
  public static void register(Metrics metrics, Supplier<ClusterState> states) {
    JobMeters meters = new JobMeters(states, metrics.registry());
    metrics.source(meters::look);
  }

  private void look() {
    state = states.get();
    List<JobState> shown = shown(state);
    figures.forEach(
        (figure, gauge) ->
            gauge.register(
                shown.stream()
                    .<MultiGauge.Row<?>>map(
                        job -> MultiGauge.Row.of(tags(job), figure.in(state, job)))
                    .toList(),
                true));
    Map<JobStatus, Integer> byJobStatus = new EnumMap<>(JobStatus.class);
    for (JobState job : state.jobs().values()) {
      byJobStatus.merge(job.status(), 1, Integer::sum);
    }
    jobs.register(rows(JobStatus.values(), byJobStatus), true);
    Map<AgentStatus, Integer> byAgentStatus = new EnumMap<>(AgentStatus.class);
    for (AgentState agent : state.agents().values()) {
      byAgentStatus.merge(agent.status(), 1, Integer::sum);
    }
    agents.register(rows(AgentStatus.values(), byAgentStatus), true);
  }

  /** A row for each, so that none goes when nothing is in that state. */
  private static <E extends Enum<E>> List<MultiGauge.Row<?>> rows(E[] all, Map<E, Integer> counts) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    for (E each : all) {
      rows.add(MultiGauge.Row.of(Tags.of("state", each.name()), counts.getOrDefault(each, 0)));
    }
    return rows;
  }

  static List<JobState> shown(ClusterState state) {
    List<JobState> shown = new ArrayList<>();
    for (boolean ended : new boolean[] {false, true}) {
      for (JobState job : state.jobs().descendingValues()) {
        if (shown.size() < MAX_JOBS && job.status().isEnded() == ended) {
          shown.add(job);
        }
      }
    }
    return shown;
  }

  private static Tags tags(JobState job) {
    return Tags.of("job", job.spec().name(), "job_id", Long.toString(job.id().value()));
  }

  private static double slots(ClusterState state) {
    long slots = 0;
    for (AgentState agent : state.agents().values()) {
      slots += agent.status() == AgentStatus.REGISTERED ? agent.slots() : 0;
    }
    return slots;
  }

  private void gauge(
      MeterRegistry registry, String name, String what, ToDoubleFunction<ClusterState> value) {
    Gauge.builder(name, this, meters -> value.applyAsDouble(meters.state))
        .description(what)
        .strongReference(true)
        .register(registry);
  }
}
