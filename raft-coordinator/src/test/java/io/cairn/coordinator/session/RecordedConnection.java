package io.cairn.coordinator.session;

import io.cairn.protocol.channel.FramedConnection;
import io.cairn.protocol.v1.CoordinatorMessage;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A connection of one thread that keeps what was sent, and whether it is read from. */
final class RecordedConnection implements FramedConnection<CoordinatorMessage> {
  final List<CoordinatorMessage> sent = new ArrayList<>();
  boolean open = true;
  boolean writable = true;
  boolean reading = true;
  int ends;

  @Override
  public void send(CoordinatorMessage message) {
    if (open) {
      sent.add(message);
    }
  }

  @Override
  public void sendAndClose(CoordinatorMessage message) {
    send(message);
    close();
  }

  @Override
  public boolean isWritable() {
    return writable;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public void reading(boolean wanted) {
    reading = wanted;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      ends++;
    }
  }

  @Override
  public SocketAddress remote() {
    return InetSocketAddress.createUnresolved("test", 1);
  }
}
