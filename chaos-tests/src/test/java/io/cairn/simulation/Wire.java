package io.cairn.simulation;

import com.google.protobuf.MessageLite;
import io.cairn.protocol.channel.ConnectionHandler;
import io.cairn.protocol.channel.FramedConnection;
import io.cairn.protocol.v1.AgentMessage;
import io.cairn.protocol.v1.CoordinatorMessage;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * One connection between an agent and a coordinator: first in first out each way, until it ends.
 */
final class Wire {
  final String agent;
  final String coordinator;
  private final World world;
  private final End<AgentMessage, CoordinatorMessage> agentEnd;
  private final End<CoordinatorMessage, AgentMessage> coordinatorEnd;
  private final List<Runnable> onEnd = new ArrayList<>();
  private boolean silent;

  /** One side: sends {@code O}, receives {@code I}. */
  private static final class End<O extends MessageLite, I extends MessageLite>
      implements FramedConnection<O> {
    private final Wire wire;
    private final World.Life life;
    private final ConnectionHandler<I, O> handler;
    private final int number;
    private End<I, O> peer;
    private boolean open = true;
    private boolean full;
    private boolean held;
    private final ArrayDeque<Runnable> unread = new ArrayDeque<>();
    private long arrival;

    End(Wire wire, World.Life life, ConnectionHandler<I, O> handler, int number) {
      this.wire = wire;
      this.life = life;
      this.handler = handler;
      this.number = number;
    }

    @Override
    public void send(O message) {
      if (open && !wire.silent) {
        toPeer(() -> peer.receive(message));
        maybeFill();
      }
    }

    private void maybeFill() {
      World world = wire.world;
      if (!full && world.chance(0.002)) {
        full = true;
        world.count("fault: connection full");
        world.after(
            world.delay(0, 800 * World.MILLI),
            life,
            () -> {
              full = false;
              if (open) {
                handler.onWritabilityChanged(this);
              }
            });
      }
    }

    private void receive(I message) {
      whenRead(
          () -> {
            if (open) {
              handler.onMessage(this, message);
            }
          });
    }

    /** While nothing is read here, what comes waits, the peer's end too. */
    private void whenRead(Runnable what) {
      if (held || !unread.isEmpty()) {
        unread.add(what);
      } else {
        what.run();
      }
    }

    @Override
    public void reading(boolean wanted) {
      World world = wire.world;
      if (held == wanted) {
        world.count("push-back: " + (wanted ? "reads again" : "reads no more"));
        world.trace(wire.coordinator, "from %s it reads: %s", wire.agent, wanted);
      }
      held = !wanted;
      if (wanted) {
        world.after(1, life, this::readOn);
      }
    }

    private void readOn() {
      while (!held && !unread.isEmpty()) {
        unread.remove().run();
      }
    }

    @Override
    public void sendAndClose(O message) {
      send(message);
      if (open) {
        open = false;
        toPeer(() -> peer.whenRead(() -> peer.ended("the peer closed it")));
        wire.world.after(1, life, () -> handler.onClosed(this, "closed here"));
      }
    }

    @Override
    public boolean isWritable() {
      return open && !full;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void execute(Runnable task) {
      wire.world.after(1, life, task);
    }

    @Override
    public void close() {
      if (open) {
        open = false;
        if (!wire.silent) {
          toPeer(() -> peer.whenRead(() -> peer.ended("the peer closed it")));
        }
        wire.world.after(1, life, () -> handler.onClosed(this, "closed here"));
        wire.onEnd.forEach(Runnable::run);
      }
    }

    private void ended(String reason) {
      if (open) {
        open = false;
        handler.onClosed(this, reason);
        wire.onEnd.forEach(Runnable::run);
      }
    }

    private void toPeer(Runnable what) {
      World world = wire.world;
      arrival = Math.max(arrival, world.micros() + world.delay(50, 3 * World.MILLI)) + 1;
      world.after(arrival - world.micros(), peer.life, what);
    }

    @Override
    public SocketAddress remote() {
      return InetSocketAddress.createUnresolved(wire.agent, 1);
    }

    @Override
    public int hashCode() {
      return number;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public String toString() {
      return wire.agent + "-" + wire.coordinator;
    }
  }

  /** A process at one side. */
  record Side<I extends MessageLite, O extends MessageLite>(
      String id, World.Life life, ConnectionHandler<I, O> handler) {}

  Wire(
      World world,
      int number,
      Side<CoordinatorMessage, AgentMessage> a,
      Side<AgentMessage, CoordinatorMessage> c) {
    this.world = world;
    this.agent = a.id();
    this.coordinator = c.id();
    this.agentEnd = new End<>(this, a.life(), a.handler(), 2 * number);
    this.coordinatorEnd = new End<>(this, c.life(), c.handler(), 2 * number + 1);
    agentEnd.peer = coordinatorEnd;
    coordinatorEnd.peer = agentEnd;
  }

  void open() {
    world.after(1, coordinatorEnd.life, () -> coordinatorEnd.handler.onOpen(coordinatorEnd));
    world.after(1, agentEnd.life, () -> agentEnd.handler.onOpen(agentEnd));
  }

  void whenEnded(Runnable what) {
    onEnd.add(what);
  }

  boolean isOpen() {
    return agentEnd.open || coordinatorEnd.open;
  }

  /** A process at one side has died, or the connection is reset: what was on its way is lost. */
  void cutNow() {
    world.after(world.delay(1, World.MILLI), agentEnd.life, () -> agentEnd.ended("reset by peer"));
    world.after(
        world.delay(1, World.MILLI),
        coordinatorEnd.life,
        () -> coordinatorEnd.ended("reset by peer"));
    silent = true;
  }

  /** Nothing goes through any more, and nobody is told. */
  void fallSilent() {
    silent = true;
  }
}
