package io.cairn.coordinator.replication;

import com.alipay.sofa.jraft.rpc.ClientService;
import com.alipay.sofa.jraft.util.Endpoint;
import io.cairn.process.HostPort;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Connects to the other coordinators when a replica starts, not when it first stands for election:
 * the first connection of a young process takes 300 ms, as long as an election is allowed to. What
 * cannot be reached is tried again a few times; after that, jraft connects when it has to.
 *
 * <p>{@link #run} is the work of one thread, ended by {@link #stop}.
 */
final class PeerGreeting implements Runnable {
  private static final int ATTEMPTS = 20;
  private static final long PAUSE_MILLIS = 500;

  private final ClientService client;
  private final HostPort self;
  private final Supplier<List<HostPort>> everyone;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * Greets nobody yet.
   *
   * @param everyone Raft addresses of all, as known now
   */
  PeerGreeting(ClientService client, HostPort self, Supplier<List<HostPort>> everyone) {
    this.client = client;
    this.self = self;
    this.everyone = everyone;
  }

  @Override
  public void run() {
    try {
      int attempts = 0;
      while (!greetAll() && ++attempts < ATTEMPTS) {
        if (stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether all of them are connected. */
  private boolean greetAll() {
    boolean all = true;
    for (HostPort peer : everyone.get()) {
      if (!peer.equals(self) && stopped.getCount() > 0) {
        Endpoint endpoint = new Endpoint(peer.host(), peer.port());
        all &= client.isConnected(endpoint) || client.connect(endpoint);
      }
    }
    return all;
  }

  void stop() {
    stopped.countDown();
  }
}
