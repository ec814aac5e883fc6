package io.cairn.coordinator.replication;

import io.cairn.process.HostPort;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Real replicas of one JVM, on loopback. */
public final class TestCluster implements AutoCloseable {
  private static final int MAX_TRIES = 100;
  private static final Duration RETRY = Duration.ofMillis(100);

  private final Path root;
  private final List<ClusterMember> members = new ArrayList<>();
  private final Map<String, JraftReplicatedState> running = new LinkedHashMap<>();

  private static final int LOWEST_PORT = 12_000;
  private static final int HIGHEST_PORT = 20_000;

  /** Upwards, so that none is given twice; from anywhere, for others do the same. */
  private static final AtomicInteger NEXT_PORT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(HIGHEST_PORT - LOWEST_PORT));

  private static final int ATTEMPTS = 1_000;

  /** What the replicas reported as broken; empty in a test of a healthy cluster. */
  public final List<String> faults = new CopyOnWriteArrayList<>();

  /** Makes members c1 to cN, none started. */
  public TestCluster(Path root, int size) throws IOException {
    this.root = root;
    for (int i = 1; i <= size; i++) {
      members.add(
          new ClusterMember(
              "c" + i, loopback(freePort()), loopback(freePort()), loopback(freePort())));
    }
  }

  /** Waits until nobody listens there: Bolt gives a port up some time after it was shut down. */
  public static void awaitFree(int port) {
    Await.until("port " + port + " is free", () -> isFree(port));
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /**
   * A port that was free a moment ago, below the range from which the kernel takes ports for
   * outgoing connections: nobody takes it while its replica is down.
   */
  public static int freePort() throws IOException {
    for (int attempt = 0; ; attempt++) {
      int port = LOWEST_PORT + NEXT_PORT.getAndIncrement() % (HIGHEST_PORT - LOWEST_PORT);
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return port;
      } catch (BindException taken) {
        if (attempt == ATTEMPTS) {
          throw taken;
        }
      }
    }
  }

  public static HostPort loopback(int port) {
    return new HostPort("127.0.0.1", port);
  }

  public Membership membership(String id) {
    return new Membership(id, members);
  }

  public ReplicationSettings settings(String id, boolean bootstrap) {
    return new ReplicationSettings(
        membership(id),
        root.resolve(id),
        bootstrap,
        Duration.ofMillis(300),
        Duration.ofMillis(100),
        Duration.ZERO);
  }

  /** A replica that is made, but not started. */
  public JraftReplicatedState make(String id, boolean bootstrap) {
    return new JraftReplicatedState(
        settings(id, bootstrap), (what, cause) -> faults.add(id + ": " + what));
  }

  public JraftReplicatedState start(String id) throws ReplicaStartException {
    return start(id, true);
  }

  public JraftReplicatedState start(String id, boolean bootstrap) throws ReplicaStartException {
    JraftReplicatedState replica = started(() -> make(id, bootstrap));
    running.put(id, replica);
    return replica;
  }

  /**
   * Makes and starts a replica; again while the one before it, in this very process, still has the
   * address: Bolt gives it up some time after it was shut down.
   */
  public static JraftReplicatedState started(Supplier<JraftReplicatedState> made)
      throws ReplicaStartException {
    for (int tries = 1; ; tries++) {
      JraftReplicatedState replica = made.get();
      try {
        replica.start();
        return replica;
      } catch (ReplicaStartException e) {
        if (e.reason() != ReplicaStartException.Reason.ADDRESS_IN_USE || tries == MAX_TRIES) {
          throw e;
        }
        LockSupport.parkNanos(RETRY.toNanos());
      }
    }
  }

  public void startAll() throws ReplicaStartException {
    for (ClusterMember member : members) {
      start(member.id());
    }
  }

  public JraftReplicatedState replica(String id) {
    return running.get(id);
  }

  public void stop(String id) {
    running.remove(id).close();
  }

  public List<String> ids() {
    return List.copyOf(running.keySet());
  }

  /** The id of the replica that is ready to lead, awaited. */
  public String awaitLeader() {
    Await.until("a leader is ready", () -> leader().isPresent());
    return leader().orElseThrow();
  }

  private Optional<String> leader() {
    return running.entrySet().stream()
        .filter(entry -> entry.getValue().leadership().isReady())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  @Override
  public void close() {
    running.values().forEach(JraftReplicatedState::close);
    running.clear();
  }
}
