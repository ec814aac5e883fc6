package io.cairn.coordinator.session;

import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointPolicy;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.CheckpointStatus;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.JobStatus;
import io.cairn.coordinator.leader.AgentLiveness;
import io.cairn.coordinator.leader.LeaderLoop;
import io.cairn.coordinator.leader.LeaderSettings;
import io.cairn.coordinator.leader.LiveProgress;
import io.cairn.coordinator.leader.Scenario;
import io.cairn.coordinator.replication.Await;
import io.cairn.coordinator.replication.ClusterMember;
import io.cairn.coordinator.replication.InMemoryReplicatedState;
import io.cairn.coordinator.replication.Membership;
import io.cairn.process.HostPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A leader with everything but the log: its loop, its sessions on a real port, a store in memory.
 */
final class LeaderFixture implements AutoCloseable {
  static final long LEASE = 1_500;
  private static final int CLOCK_STEP_MILLIS = 5;

  final InMemoryReplicatedState replicated = new InMemoryReplicatedState();
  final GatedBlobStore store = new GatedBlobStore();
  final LiveProgress progress = new LiveProgress();
  final List<String> faults = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private LeaderLoop loop;
  private SessionServer server;

  LeaderFixture() throws Exception {
    replicated.applyAsOther(List.of(new Event.Bootstrap("cluster-1")));
    var unused =
        clock.scheduleAtFixedRate(
            () -> replicated.advance(Duration.ofMillis(CLOCK_STEP_MILLIS)),
            CLOCK_STEP_MILLIS,
            CLOCK_STEP_MILLIS,
            TimeUnit.MILLISECONDS);
    begin();
  }

  /** The leader is gone with all its memory; another one takes over. */
  void failover() throws Exception {
    replicated.loseLeadership();
    end();
    begin();
  }

  private void begin() throws Exception {
    HostPort any = new HostPort("127.0.0.1", 1);
    Membership members = new Membership("c1", List.of(new ClusterMember("c1", any, any, any)));
    AgentLiveness liveness = new AgentLiveness(System::nanoTime);
    loop =
        new LeaderLoop(
            replicated,
            store,
            liveness,
            new LeaderSettings(LEASE),
            System::nanoTime,
            (what, cause) -> faults.add(what));
    server =
        new SessionServer(
            replicated,
            members,
            liveness,
            progress,
            new SessionSettings(LEASE),
            (what, cause) -> faults.add(what));
    loop.start();
    server.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    replicated.takeLeadership();
  }

  private void end() {
    server.close();
    loop.close();
  }

  InetSocketAddress address() {
    return server.address();
  }

  void submit(CheckpointPolicy policy) {
    replicated.applyAsOther(List.of(new Event.SubmitJob("r1", Scenario.spec(policy))));
  }

  JobState job() {
    return Objects.requireNonNull(replicated.state().job(Scenario.JOB));
  }

  void awaitJob(JobStatus status) {
    Await.until("the job is " + status, () -> job().status() == status);
  }

  void awaitCheckpoint(long id, CheckpointStatus status) {
    Await.until("checkpoint " + id + " is " + status, () -> is(id, status));
  }

  private boolean is(long id, CheckpointStatus status) {
    CheckpointState checkpoint = job().checkpoint(new CheckpointId(id));
    return checkpoint != null && checkpoint.status() == status;
  }

  static String metadata(long checkpoint) {
    return "jobs/1/checkpoints/" + checkpoint + "/_metadata";
  }

  void awaitFile(String path) {
    Await.until(path + " exists", () -> store.exists(path));
  }

  @Override
  public void close() {
    store.letGo();
    end();
    clock.shutdownNow();
  }
}
