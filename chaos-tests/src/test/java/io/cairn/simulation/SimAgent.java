package io.cairn.simulation;

import io.cairn.agent.app.HostedJobs;
import io.cairn.agent.session.Report;
import io.cairn.agent.session.SessionClient;
import io.cairn.agent.session.SessionListener;
import io.cairn.agent.session.SessionSettings;
import io.cairn.protocol.v1.AgentHello;
import io.cairn.protocol.v1.CheckpointComplete;
import io.cairn.protocol.v1.Deploy;
import io.cairn.protocol.v1.HostedAttempt;
import io.cairn.protocol.v1.JobView;
import io.cairn.protocol.v1.Member;
import io.cairn.protocol.v1.Refused;
import io.cairn.protocol.v1.UploadProgress;
import io.cairn.protocol.v1.Welcome;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** An agent process: the shipped session and hosted jobs, around modelled tasks. */
final class SimAgent {
  final String id;
  private final Cluster cluster;
  private final World world;
  private final SimDisk disk = new SimDisk();
  private World.Life life = new World.Life();
  private Running running;
  private int starts;
  private String clusterId = "";

  private final class Running implements SessionListener {
    private final SessionClient session;
    private final HostedJobs jobs;
    private final Uploads uploads;
    private final Map<Long, SimAttempt> attempts = new TreeMap<>();
    private final Set<CheckpointComplete> confirmed = new HashSet<>();
    private long term;

    Running() {
      World.Life ofThisRun = life;
      AgentHello hello =
          AgentHello.newBuilder()
              .setProtocolVersion(1)
              .setAgentId(id)
              .setNonce(nonce())
              .setDataHost(id)
              .setDataPort(1)
              .setSlots(100)
              .build();
      this.uploads = new Uploads(SimAgent.this, cluster.store(id, life, () -> crash("in store")));
      this.jobs = new HostedJobs(this::host, view -> {});
      this.session =
          new SessionClient(
              new SessionSettings(hello, cluster.sessionAddresses(), List.of()),
              cluster.dialer(id, life),
              SimThread.one(world, life),
              () -> world.nanos(ofThisRun),
              this);
    }

    private HostedJobs.Host host(Deploy deploy) {
      SimAttempt attempt = new SimAttempt(deploy, SimAgent.this);
      attempts.put(deploy.getJobId(), attempt);
      return attempt;
    }

    private void hear(long now) {
      Violation.unless(now >= term, "%s obeys term %d after term %d", id, now, term);
      term = now;
    }

    @Override
    public void welcomed(Welcome welcome, String coordinator) {
      hear(welcome.getTerm());
      clusterId = welcome.getClusterId();
      world.count("agent welcomed");
      world.trace(
          id,
          "welcomed by %s in term %d, incarnation %d",
          coordinator,
          welcome.getTerm(),
          welcome.getIncarnation());
    }

    @Override
    public void members(List<Member> members) {}

    @Override
    public void lost(long ofTerm, String coordinator, String reason) {
      world.count("session lost");
      world.trace(id, "lost %s: %s", coordinator, reason);
    }

    @Override
    public void deploy(Deploy deploy) {
      hear(deploy.getTerm());
      world.trace(id, "deploy job %d attempt %d", deploy.getJobId(), deploy.getAttempt());
      jobs.deploy(deploy);
    }

    @Override
    public void view(JobView view) {
      hear(view.getTerm());
      jobs.view(view);
      disk.takeWanted(view).forEach(this::resume);
    }

    /** An earlier process of this agent took the snapshot. */
    private void resume(SimDisk.Wanted wanted) {
      SimDisk.Kept kept = wanted.kept();
      world.count("upload resumed");
      world.trace(id, "resumes task %d of checkpoint %d", kept.task(), kept.checkpoint());
      SimAttempt past = new SimAttempt(kept.deploy(), SimAgent.this);
      if (disk.handle(kept) != null) {
        uploads.acknowledge(past, kept.task(), wanted.running(), disk.handle(kept));
      } else {
        uploads.begin(past, kept.task(), wanted.running(), kept.state());
      }
    }

    @Override
    public void ackSent(CheckpointComplete ack, long ofTerm) {
      Violation.unless(
          !confirmed.contains(ack), "%s sends a confirmed ack again: %s", id, shown(ack));
      world.trace(id, "sends ack %s", shown(ack));
    }

    @Override
    public void ackConfirmed(CheckpointComplete ack, long ofTerm) {
      confirmed.add(ack);
      world.count("ack confirmed");
      cluster.ledger().confirmed(ack);
    }

    @Override
    public void refusedForGood(Refused.Code code, String reason) {
      world.count("agent refused: " + code);
      crash(reason);
    }

    @Override
    public void broken(String what) {
      throw new Violation(id + ": " + what);
    }

    @Override
    public List<HostedAttempt> hosted() {
      return disk.hosted(jobs.hosted());
    }

    @Override
    public List<UploadProgress> progress() {
      return List.of();
    }
  }

  SimAgent(String id, Cluster cluster) {
    this.id = id;
    this.cluster = cluster;
    this.world = cluster.world();
  }

  private static String shown(CheckpointComplete ack) {
    return ack.getJobId() + "/" + ack.getCheckpointId() + " task " + ack.getTask();
  }

  void start() {
    if (running != null && !life.isOver()) {
      return;
    }
    life = World.Life.of(() -> crash("at a failpoint"));
    starts++;
    disk.restarted();
    running = new Running();
    running.session.start(clusterId);
    world.trace(id, "starts, nonce %s", nonce());
  }

  String nonce() {
    return id + "n" + starts;
  }

  void crash(String why) {
    if (!life.isOver() && running != null) {
      world.count("fault: agent dies");
      world.trace(id, "dies: %s", why);
      life.end();
      cluster.cutAll(id);
      running.attempts.values().forEach(cluster::channelsBroke);
      world.after(
          world.delay(100 * World.MILLI, 5_000 * World.MILLI), cluster.eternal(), this::start);
    }
  }

  /** It stands still for a while. */
  void pause() {
    if (isAlive()) {
      world.count("fault: agent is paused");
      long micros = world.delay(50 * World.MILLI, 6_000 * World.MILLI);
      world.trace(id, "is paused for %d us", micros);
      world.pause(life, micros, world.chance(0.3));
    }
  }

  void report(Report report) {
    if (!life.isOver()) {
      running.session.report(report);
    }
  }

  /** The newest attempt of the job here, or null. */
  SimAttempt attempt(long job) {
    return life.isOver() || running == null ? null : running.attempts.get(job);
  }

  boolean isAlive() {
    return running != null && !life.isOver();
  }

  SimDisk disk() {
    return disk;
  }

  Uploads uploads() {
    return running.uploads;
  }

  World.Life life() {
    return life;
  }

  Cluster cluster() {
    return cluster;
  }
}
