package io.cairn.coordinator.session;

import io.cairn.coordinator.leader.AgentLiveness;
import io.cairn.coordinator.leader.LiveProgress;
import io.cairn.coordinator.replication.Membership;
import io.cairn.coordinator.replication.ReplicatedState;
import io.cairn.process.FaultHandler;
import io.cairn.protocol.channel.FramedServer;
import io.cairn.protocol.channel.Preamble;
import io.cairn.protocol.channel.TlsEngines;
import io.cairn.protocol.v1.AgentMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Serves agents on every coordinator; those that do not lead send them on. Safe for use by any
 * thread; what it does, it does on one thread of its own and on the channel's event loops.
 */
public final class SessionServer implements AutoCloseable {
  private static final long SWEEP_MILLIS = 500;

  private final OwnerThread owner;
  private final SessionDesk desk;
  private final Preamble preamble;
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
    this.owner = new OwnerThread(faults);
    this.preamble = Preamble.SESSION.provenBy(settings.agentSecret());
    this.desk =
        new SessionDesk(
            replicated,
            membership,
            liveness,
            progress,
            settings,
            new SessionDesk.Owner(owner, System::nanoTime));
  }

  /** Binds and begins to serve, without TLS; once. */
  public void start(InetSocketAddress address) throws IOException {
    start(address, Optional.empty());
  }

  /**
   * Binds and begins to serve; once.
   *
   * @param address port 0: any free one, see {@link #address}
   * @param tls if given, whoever connects must speak it and be an agent
   * @throws IOException when the address cannot be bound; its message names it
   */
  public synchronized void start(InetSocketAddress address, Optional<TlsEngines> tls)
      throws IOException {
    server = FramedServer.bind(address, preamble, AgentMessage.parser(), desk::connection, tls);
    desk.listen();
    owner.every(SWEEP_MILLIS, desk::sweep);
  }

  /** The address that is really bound. */
  public synchronized InetSocketAddress address() {
    if (server == null) {
      throw new IllegalStateException("the session server is not started");
    }
    return server.address();
  }

  /** What the sessions carry now. Any thread. */
  public SessionLoad load() {
    return desk.load();
  }

  /** Closes every session and the port. Idempotent. */
  @Override
  public synchronized void close() {
    desk.close();
    owner.close();
    if (server != null) {
      server.close();
    }
  }
}
