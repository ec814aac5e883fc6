package io.cairn.coordinator.session;

import io.cairn.protocol.channel.ConnectionHandler;
import io.cairn.protocol.channel.FramedConnection;
import io.cairn.protocol.v1.AgentMessage;
import io.cairn.protocol.v1.CoordinatorMessage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands what happens on a connection to the sessions' thread; on the connection's event loop. */
final class AgentConnection implements ConnectionHandler<AgentMessage, CoordinatorMessage> {
  /** An agent has 4 batches and a heartbeat on the way; who sends so many does not wait for us. */
  private static final int MAX_WAITING = 1_024;

  private static final Logger log = LoggerFactory.getLogger(AgentConnection.class);

  private final Executor owner;
  private final Sessions sessions;
  private final LongSupplier nanoClock;
  private final AtomicInteger waiting = new AtomicInteger();

  AgentConnection(Executor owner, Sessions sessions, LongSupplier nanoClock) {
    this.owner = owner;
    this.sessions = sessions;
    this.nanoClock = nanoClock;
  }

  @Override
  public void onOpen(FramedConnection<CoordinatorMessage> connection) {
    owner.execute(() -> sessions.opened(connection, nanoClock.getAsLong()));
  }

  @Override
  public void onMessage(FramedConnection<CoordinatorMessage> connection, AgentMessage message) {
    if (waiting.incrementAndGet() > MAX_WAITING) {
      if (connection.isOpen()) {
        log.warn("closing {}: more than {} of its messages wait", connection, MAX_WAITING);
        connection.close();
      }
      return;
    }
    owner.execute(
        () -> {
          waiting.decrementAndGet();
          sessions.received(connection, message);
        });
  }

  @Override
  public void onWritabilityChanged(FramedConnection<CoordinatorMessage> connection) {
    owner.execute(() -> sessions.writable(connection));
  }

  @Override
  public void onClosed(FramedConnection<CoordinatorMessage> connection, String reason) {
    owner.execute(() -> sessions.closed(connection, reason));
  }
}
