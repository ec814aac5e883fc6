package io.cairn.coordinator.session;

import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.leader.AgentLiveness;
import io.cairn.coordinator.leader.LiveProgress;
import io.cairn.coordinator.replication.AppliedListener;
import io.cairn.coordinator.replication.CurrentMembership;
import io.cairn.coordinator.replication.LeadershipListener;
import io.cairn.coordinator.replication.Membership;
import io.cairn.coordinator.replication.ReplicatedState;
import io.cairn.coordinator.replication.Term;
import io.cairn.protocol.channel.ConnectionHandler;
import io.cairn.protocol.v1.AgentMessage;
import io.cairn.protocol.v1.CoordinatorMessage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What a coordinator does with its agents, without the port and the thread. Safe for use by any
 * thread: what it does, it does on the owner's.
 */
public final class SessionDesk {
  private static final long HELLO_SECONDS = 5;

  private final ReplicatedState replicated;
  private final Owner owner;
  private final Sessions sessions;
  private final long fullNanos;
  private final Touched touched = new Touched();
  private final Intake intake;
  private volatile boolean leads;

  /**
   * Whose the sessions are.
   *
   * @param thread runs one task at a time, in order
   * @param nanoClock monotonic
   */
  public record Owner(Executor thread, LongSupplier nanoClock) {}

  /**
   * Makes a desk that does not listen yet.
   *
   * @param liveness told of every message of a registered agent
   * @param progress filled from heartbeats while this coordinator leads
   */
  public SessionDesk(
      ReplicatedState replicated,
      Membership membership,
      AgentLiveness liveness,
      LiveProgress progress,
      SessionSettings settings,
      Owner owner) {
    this.replicated = replicated;
    this.owner = owner;
    this.intake = new Intake(settings.intake());
    this.fullNanos = TimeUnit.MILLISECONDS.toNanos(settings.leaseMillis());
    this.sessions =
        new Sessions(
            replicated,
            new Farewell(new CurrentMembership(membership, replicated::state)),
            liveness,
            progress,
            settings,
            owner.thread());
  }

  /** Subscribes to the state and the leadership; once. */
  public void listen() {
    replicated.subscribe(new Applications());
    replicated.subscribe(new Leaderships());
  }

  /** The handler of one connection. */
  public ConnectionHandler<AgentMessage, CoordinatorMessage> connection() {
    return new AgentConnection(owner.thread(), sessions, intake, owner.nanoClock());
  }

  /** Closes what makes no progress; to be called twice a second, on the owner's thread. */
  public void sweep() {
    long now = owner.nanoClock().getAsLong();
    sessions.sweep(now, TimeUnit.SECONDS.toNanos(HELLO_SECONDS), fullNanos);
  }

  /** What the sessions carry now. */
  public SessionLoad load() {
    return intake.load(sessions.activeCount());
  }

  /** Sends everyone away. */
  void close() {
    owner.thread().execute(() -> sessions.all().forEach(sessions::sendAway));
  }

  private void announce(boolean wanted) {
    if (wanted) {
      owner.thread().execute(() -> sessions.changed(touched.take()));
    }
  }

  private final class Applications implements AppliedListener {
    @Override
    public void onApplied(Applied applied) {
      if (leads) {
        announce(touched.add(applied));
      }
    }

    @Override
    public void onReplaced(long index, ClusterState state) {
      if (leads) {
        announce(touched.addAll(state));
      }
    }
  }

  private final class Leaderships implements LeadershipListener {
    @Override
    public void onLeaderReady(Term term) {
      leads = true;
      owner.thread().execute(() -> sessions.begin(term));
    }

    @Override
    public void onLeaderLost(Term term) {
      leads = false;
      owner.thread().execute(() -> sessions.end(term));
    }
  }
}
