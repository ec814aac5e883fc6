package io.cairn.agent.app;

import io.cairn.agent.OneLine;
import io.cairn.agent.Stacks;
import io.cairn.agent.runtime.AligningTask;
import io.cairn.agent.runtime.AttemptRuntime;
import io.cairn.agent.runtime.TaskFailure;
import io.cairn.agent.snapshot.AttemptDirectories;
import io.cairn.agent.snapshot.Directories;
import io.cairn.process.logging.LogFields;
import io.cairn.protocol.v1.AlignmentProgress;
import io.cairn.protocol.v1.Deploy;
import io.cairn.protocol.v1.JobView;
import io.cairn.protocol.v1.OperatorNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt of a job on this agent, from its Deploy to the end of its tasks: PREPARING → RUNNING
 * → STOPPED, or FAILED from either of the first two.
 *
 * <p>Owned by the agent's thread; what blocks runs on workers and comes back to it.
 */
final class AttemptHost implements HostedJobs.Host {

  private static final Logger log = LoggerFactory.getLogger(AttemptHost.class);

  /** User code that has not returned by then is left behind. */
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

  private static final long WATCH_MILLIS = 1_000;

  private enum State {
    PREPARING,
    RUNNING,
    FAILED,
    STOPPED
  }

  private final Deploy deploy;
  private final HostServices services;
  private final AttemptDirectories directories;
  private final Map<Integer, HostedTask> tasks;
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  private volatile State state = State.PREPARING;
  private volatile boolean cleared;
  private @Nullable JobView view;
  private @Nullable AttemptRuntime runtime;
  private @Nullable JobCode code;

  AttemptHost(Deploy deploy, HostServices services) {
    this.deploy = deploy;
    this.services = services;
    this.directories =
        new AttemptDirectories(
            services.work(), services.local(), deploy.getJobId(), deploy.getAttempt());
    this.tasks = tasksHere(deploy, services.agentId());
  }

  @Override
  public long jobId() {
    return deploy.getJobId();
  }

  @Override
  public long attempt() {
    return deploy.getAttempt();
  }

  @Override
  public boolean hasTasks() {
    return !tasks.isEmpty();
  }

  @Override
  public void begin(CompletableFuture<Void> after) {
    tasks.values().forEach(services.reporter()::started);
    var unused = after.thenRunAsync(this::prepare, services.workers());
  }

  /** On a worker. */
  private void prepare() {
    int held = services.stuck().count();
    if (held > 0 && held + tasks.size() > services.slots()) {
      String reason =
          held
              + " of "
              + services.slots()
              + " slots of agent "
              + services.agentId()
              + " are held by user code that does not end; restart the agent: "
              + services.stuck().example();
      services.agentThread().execute(() -> failed(new TaskFailure(-1, reason, false)));
      return;
    }
    AttemptPreparation preparation = new AttemptPreparation(deploy, tasks, directories, services);
    try {
      AttemptPreparation.Prepared prepared = preparation.prepare(() -> state == State.STOPPED);
      services.agentThread().execute(() -> start(prepared));
    } catch (IOException | DeploymentException | RuntimeException e) {
      String reason = e instanceof DeploymentException ? e.getMessage() : OneLine.of(e);
      log.atWarn()
          .addKeyValue(LogFields.JOB, jobId())
          .log("job-{} attempt {} cannot be deployed: {}", jobId(), attempt(), reason);
      log.debug("thrown by the deployment", e);
      services
          .agentThread()
          .execute(() -> failed(new TaskFailure(-1, String.valueOf(reason), false)));
    }
  }

  private void start(AttemptPreparation.Prepared prepared) {
    code = prepared.code();
    if (state != State.PREPARING) {
      clear();
      return;
    }
    TaskEvents events =
        new TaskEvents(
            tasks, services.reporter(), services.pipeline(), services.meters(), this::failureSeen);
    AttemptRuntime started;
    try {
      started = new AttemptRuntime(prepared.spec(), services.runtime(), directories, events);
      runtime = started;
      startInLoader(started, prepared.code().loader());
    } catch (RuntimeException e) {
      log.debug("thrown at the start of the tasks", e);
      failed(new TaskFailure(-1, "the tasks cannot be started: " + OneLine.of(e), false));
      return;
    }
    services.meters().began(started);
    state = State.RUNNING;
    if (view != null) {
      ViewRules.tell(started, view);
    }
    watch(started, new Watchdog(services.reporter()));
  }

  private void watch(AttemptRuntime watched, Watchdog watchdog) {
    if (state == State.RUNNING) {
      watchdog.look(jobId(), attempt(), watched);
      var unused =
          services
              .agentThread()
              .schedule(() -> watch(watched, watchdog), WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** The tasks' threads inherit the context class loader: libraries of user code look there. */
  private static void startInLoader(AttemptRuntime runtime, ClassLoader loader) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      runtime.start();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private void failureSeen(TaskFailure failure) {
    services.agentThread().execute(() -> failed(failure));
  }

  @Override
  public void view(JobView now) {
    view = now;
    if (runtime != null && state == State.RUNNING) {
      ViewRules.tell(runtime, now);
    }
  }

  @Override
  public List<AlignmentProgress> aligning() {
    AttemptRuntime running = runtime;
    return running == null || state != State.RUNNING
        ? List.of()
        : running.aligning().stream().map(this::progress).toList();
  }

  private AlignmentProgress progress(AligningTask task) {
    return AlignmentProgress.newBuilder()
        .setJobId(jobId())
        .setCheckpointId(task.checkpointId())
        .setTask(task.task())
        .setBlockedChannels(task.blockedChannels())
        .setInputChannels(task.inputChannels())
        .setAwaitedTask(task.awaitedTask())
        .build();
  }

  @Override
  public CompletableFuture<Void> stop() {
    State before = state;
    state = State.STOPPED;
    if (before == State.RUNNING) {
      clear();
    } else if (before == State.PREPARING) {
      // The preparation clears what it made when it comes back; nothing runs meanwhile.
      stopped.complete(null);
    }
    return stopped;
  }

  private void failed(TaskFailure failure) {
    if (state == State.FAILED || state == State.STOPPED) {
      clear(); // an attempt stopped while it was prepared has something left
      return;
    }
    state = State.FAILED;
    HostedTask task = tasks.get(failure.task());
    HostedTask blamed = task != null ? task : tasks.values().iterator().next();
    services.reporter().failed(blamed, failure.reason());
    if (failure.consequence()) {
      // The peer's agent, or its loss, tells the cause. Only if nobody does is it said from here.
      var unused =
          services
              .agentThread()
              .schedule(
                  () -> reportIfStillFailed(blamed, failure.reason()),
                  services.grace().millis(),
                  TimeUnit.MILLISECONDS);
    } else {
      services.reporter().reportFailed(blamed, failure.reason());
    }
    clear();
  }

  private void reportIfStillFailed(HostedTask blamed, String reason) {
    if (state == State.FAILED) {
      services.reporter().reportFailed(blamed, reason);
    }
  }

  /** Ends the tasks and removes what they leave behind, on a worker. */
  private void clear() {
    if (cleared) {
      return;
    }
    cleared = true;
    AttemptRuntime ended = runtime;
    JobCode loaded = code;
    services.workers().execute(() -> clear(ended, loaded));
  }

  private void clear(@Nullable AttemptRuntime ended, @Nullable JobCode loaded) {
    if (ended != null) {
      services.meters().ended(ended);
    }
    boolean clean = ended == null || ended.stop(STOP_WITHIN);
    tasks.values().forEach(services.reporter()::stopped);
    if (clean || ended == null) {
      try {
        if (loaded != null) {
          loaded.close();
        }
        Directories.delete(directories.root());
      } catch (IOException e) {
        log.atWarn()
            .addKeyValue(LogFields.JOB, jobId())
            .log("cannot clear what job-{} attempt {} left: {}", jobId(), attempt(), OneLine.of(e));
      }
    } else {
      leaveBehind(ended);
    }
    stopped.complete(null);
  }

  private void leaveBehind(AttemptRuntime ended) {
    List<Thread> left = ended.alive();
    services.stuck().add(left);
    for (Thread thread : left) {
      log.warn(
          "job-{} attempt {}: user code has not ended within {} s, and keeps its slot until it"
              + " does or this agent is restarted: {}",
          jobId(),
          attempt(),
          STOP_WITHIN.toSeconds(),
          Stacks.inFull(thread));
      services
          .reporter()
          .stuck(jobId(), attempt(), "left-behind", thread.getName(), Stacks.inShort(thread));
    }
  }

  private static Map<Integer, HostedTask> tasksHere(Deploy deploy, String agentId) {
    Map<Integer, HostedTask> tasks = new TreeMap<>();
    int task = 0;
    for (OperatorNode operator : deploy.getSpec().getGraph().getOperatorsList()) {
      for (int instance = 0; instance < operator.getParallelism(); instance++, task++) {
        if (task < deploy.getPlacesCount() && deploy.getPlaces(task).getAgentId().equals(agentId)) {
          tasks.put(
              task,
              new HostedTask(
                  deploy.getJobId(), deploy.getAttempt(), task, operator.getId(), instance));
        }
      }
    }
    return tasks;
  }
}
