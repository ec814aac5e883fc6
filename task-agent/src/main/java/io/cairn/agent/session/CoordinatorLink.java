package io.cairn.agent.session;

import io.cairn.protocol.channel.ConnectionHandler;
import io.cairn.protocol.channel.FramedConnection;
import io.cairn.protocol.v1.AgentHello;
import io.cairn.protocol.v1.AgentMessage;
import io.cairn.protocol.v1.CoordinatorMessage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one coordinator: says hello when it opens and hands what comes to the session's
 * thread. The fields other than the connection are owned by the session's thread.
 */
final class CoordinatorLink implements ConnectionHandler<CoordinatorMessage, AgentMessage> {

  /** What the session does with a link's events; called on the session's thread. */
  interface Events {
    void received(CoordinatorLink link, CoordinatorMessage message);

    void writable(CoordinatorLink link);

    void closed(CoordinatorLink link, String reason);
  }

  final String address;
  private final AgentHello hello;
  private final Executor session;
  private final Events events;
  private volatile @Nullable FramedConnection<AgentMessage> connection;
  private volatile boolean dropped;

  CoordinatorLink(String address, AgentHello hello, Executor session, Events events) {
    this.address = address;
    this.hello = hello;
    this.session = session;
    this.events = events;
  }

  @Override
  public void onOpen(FramedConnection<AgentMessage> opened) {
    connection = opened;
    if (dropped) {
      opened.close();
    } else {
      opened.send(AgentMessage.newBuilder().setHello(hello).build());
    }
  }

  @Override
  public void onMessage(FramedConnection<AgentMessage> from, CoordinatorMessage message) {
    toSession(() -> events.received(this, message));
  }

  @Override
  public void onWritabilityChanged(FramedConnection<AgentMessage> changed) {
    if (changed.isWritable()) {
      toSession(() -> events.writable(this));
    }
  }

  @Override
  public void onClosed(FramedConnection<AgentMessage> closed, String reason) {
    toSession(() -> events.closed(this, reason));
  }

  /** The connection could not be opened. */
  void notOpened(Throwable cause) {
    toSession(() -> events.closed(this, String.valueOf(cause.getMessage())));
  }

  boolean isWritable() {
    FramedConnection<AgentMessage> open = connection;
    return open != null && open.isWritable();
  }

  void send(AgentMessage message) {
    FramedConnection<AgentMessage> open = connection;
    if (open != null) {
      open.send(message);
    }
  }

  /** No event of this link is heard from now on. */
  void drop() {
    dropped = true;
    FramedConnection<AgentMessage> open = connection;
    if (open != null) {
      open.close();
    }
  }

  private void toSession(Runnable event) {
    if (dropped) {
      return; // the session's thread may be gone already
    }
    session.execute(
        () -> {
          if (!dropped) {
            event.run();
          }
        });
  }
}
