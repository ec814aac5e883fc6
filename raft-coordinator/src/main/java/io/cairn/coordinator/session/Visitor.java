package io.cairn.coordinator.session;

import io.cairn.protocol.channel.FramedConnection;
import io.cairn.protocol.v1.AgentHello;
import io.cairn.protocol.v1.CoordinatorMessage;
import org.jspecify.annotations.Nullable;

/** A connection from its opening to its end, a session or not. Owned by the sessions' thread. */
final class Visitor {
  private final FramedConnection<CoordinatorMessage> connection;
  private final Intake.Share share;
  private final long sinceNanos;
  private @Nullable AgentHello hello;
  private @Nullable AgentSession session;
  private boolean registering;
  private long fullSinceNanos;
  private boolean full;

  Visitor(FramedConnection<CoordinatorMessage> connection, Intake.Share share, long nowNanos) {
    this.connection = connection;
    this.share = share;
    this.sinceNanos = nowNanos;
  }

  FramedConnection<CoordinatorMessage> connection() {
    return connection;
  }

  /** What of its messages waits. */
  Intake.Share share() {
    return share;
  }

  long sinceNanos() {
    return sinceNanos;
  }

  @Nullable AgentHello hello() {
    return hello;
  }

  void hello(AgentHello said) {
    hello = said;
  }

  boolean isRegistering() {
    return registering;
  }

  void registering() {
    registering = true;
  }

  @Nullable AgentSession session() {
    return session;
  }

  void session(AgentSession begun) {
    session = begun;
    registering = false;
  }

  /** How long the connection has been full, in nanoseconds; 0 when it is not. */
  long fullNanos(long nowNanos) {
    boolean now = !connection.isWritable();
    if (now && !full) {
      fullSinceNanos = nowNanos;
    }
    full = now;
    return now ? nowNanos - fullSinceNanos : 0;
  }

  @Override
  public String toString() {
    return session == null ? String.valueOf(connection) : session + " at " + connection;
  }
}
