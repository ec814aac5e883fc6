package io.cairn.coordinator.session;

import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.leader.AgentLiveness;
import io.cairn.coordinator.leader.LiveProgress;
import io.cairn.coordinator.replication.AppliedListener;
import io.cairn.coordinator.replication.LeadershipListener;
import io.cairn.coordinator.replication.Membership;
import io.cairn.coordinator.replication.ReplicatedState;
import io.cairn.coordinator.replication.Term;
import io.cairn.process.FaultHandler;
import io.cairn.protocol.channel.FramedServer;
import io.cairn.protocol.channel.Preamble;
import io.cairn.protocol.v1.AgentMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves agents on every coordinator; those that do not lead send them on. Safe for use by any
 * thread; what it does, it does on one thread of its own and on the channel's event loops.
 */
public final class SessionServer implements AutoCloseable {
  private static final long SWEEP_MILLIS = 500;
  private static final long HELLO_SECONDS = 5;

  private final ReplicatedState replicated;
  private final OwnerThread owner;
  private final Sessions sessions;
  private final SessionSettings settings;
  private final Touched touched = new Touched();
  private volatile boolean leads;
  private @Nullable FramedServer server;

  /**
   * Makes a server that is not started.
   *
   * @param liveness told of every message of a registered agent
   * @param progress filled from heartbeats while this coordinator leads
   */
  public SessionServer(
      ReplicatedState replicated,
      Membership membership,
      AgentLiveness liveness,
      LiveProgress progress,
      SessionSettings settings,
      FaultHandler faults) {
    this.replicated = replicated;
    this.settings = settings;
    this.owner = new OwnerThread(faults);
    this.sessions =
        new Sessions(replicated, new Farewell(membership), liveness, progress, settings, owner);
  }

  /**
   * Binds and begins to serve; once.
   *
   * @param address port 0: any free one, see {@link #address}
   * @throws IOException when the address cannot be bound; its message names it
   */
  public synchronized void start(InetSocketAddress address) throws IOException {
    server =
        FramedServer.bind(
            address,
            Preamble.SESSION,
            AgentMessage.parser(),
            () -> new AgentConnection(owner, sessions));
    replicated.subscribe(new Applications());
    replicated.subscribe(new Leaderships());
    long fullNanos = TimeUnit.MILLISECONDS.toNanos(settings.leaseMillis());
    owner.every(
        SWEEP_MILLIS,
        () ->
            sessions.sweep(System.nanoTime(), TimeUnit.SECONDS.toNanos(HELLO_SECONDS), fullNanos));
  }

  /** The address that is really bound. */
  public synchronized InetSocketAddress address() {
    if (server == null) {
      throw new IllegalStateException("the session server is not started");
    }
    return server.address();
  }

  /** Closes every session and the port. Idempotent. */
  @Override
  public synchronized void close() {
    owner.execute(() -> sessions.all().forEach(sessions::sendAway));
    owner.close();
    if (server != null) {
      server.close();
    }
  }

  private void announce(boolean wanted) {
    if (wanted) {
      owner.execute(() -> sessions.changed(touched.take()));
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
      owner.execute(() -> sessions.begin(term));
    }

    @Override
    public void onLeaderLost(Term term) {
      leads = false;
      owner.execute(() -> sessions.end(term));
    }
  }
}
