package io.cairn.chaos.faults.net;

import io.cairn.process.HostPort;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A connection that one process made to another, with us in between. Thread-safe. */
final class Connection {
  private static final int CONNECT_MILLIS = 2_000;

  private final Socket client;
  private final HostPort target;
  private final Link there;
  private final Link back;
  private final Runnable gone;
  private final Socket server = new Socket();
  private final AtomicInteger ends = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();

  Connection(Socket client, HostPort target, Link there, Link back, Runnable gone) {
    this.client = client;
    this.target = target;
    this.there = there;
    this.back = back;
    this.gone = gone;
  }

  /** Connects to the target, as soon as both directions let a handshake through. */
  void run() throws InterruptedException {
    there.awaitOpen(there.arrival(System.nanoTime()));
    back.awaitOpen(back.arrival(System.nanoTime()));
    try {
      client.setTcpNoDelay(true);
      server.connect(target.resolve(), CONNECT_MILLIS);
      server.setTcpNoDelay(true);
    } catch (IOException refused) {
      reset();
      return;
    }
    Pump request = new Pump(this, client, server, there);
    Pump answer = new Pump(this, server, client, back);
    start(request::take);
    start(request::deliver);
    start(answer::take);
    start(answer::deliver);
  }

  private interface Step {
    void run() throws InterruptedException;
  }

  private synchronized void start(Step step) {
    Thread thread =
        new Thread(
            () -> {
              try {
                step.run();
              } catch (InterruptedException closed) {
                // the connection is over
              }
            },
            "pump-" + target);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  /** One direction has ended in order. */
  void ended() {
    if (ends.incrementAndGet() == 2) {
      close();
    }
  }

  /** Both sides get a RST. */
  void reset() {
    for (Socket socket : List.of(client, server)) {
      try {
        socket.setSoLinger(true, 0);
      } catch (IOException closed) {
        // then it needs none
      }
    }
    close();
  }

  private void close() {
    for (Socket socket : List.of(client, server)) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new IllegalStateException("a socket that cannot be closed", e);
      }
    }
    List<Thread> ending;
    synchronized (this) {
      ending = List.copyOf(threads);
    }
    ending.forEach(Thread::interrupt);
    gone.run();
  }
}
