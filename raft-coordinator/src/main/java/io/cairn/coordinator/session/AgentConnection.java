package io.cairn.coordinator.session;

import io.cairn.protocol.channel.ConnectionHandler;
import io.cairn.protocol.channel.FramedConnection;
import io.cairn.protocol.v1.AgentMessage;
import io.cairn.protocol.v1.CoordinatorMessage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands what happens on a connection to the sessions' thread; on the connection's event loop. What
 * has come and waits is bounded by the {@link Intake}.
 */
final class AgentConnection implements ConnectionHandler<AgentMessage, CoordinatorMessage> {
  private final Executor owner;
  private final Sessions sessions;
  private final Intake intake;
  private final LongSupplier nanoClock;
  private Intake.@Nullable Share share;

  AgentConnection(Executor owner, Sessions sessions, Intake intake, LongSupplier nanoClock) {
    this.owner = owner;
    this.sessions = sessions;
    this.intake = intake;
    this.nanoClock = nanoClock;
  }

  @Override
  public void onOpen(FramedConnection<CoordinatorMessage> connection) {
    Intake.Share opened = intake.open(connection::reading);
    share = opened;
    owner.execute(() -> sessions.opened(connection, opened, nanoClock.getAsLong()));
  }

  @Override
  public void onMessage(FramedConnection<CoordinatorMessage> connection, AgentMessage message) {
    Intake.Share counted = share;
    if (counted == null) {
      return; // none comes before it is open
    }
    long size = message.getSerializedSize();
    counted.came(size);
    owner.execute(
        () -> {
          if (!sessions.received(connection, message)) {
            counted.settled(size);
          }
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
