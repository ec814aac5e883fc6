package io.cairn.chaos.faults.net;

import io.cairn.process.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A network that fails, between processes of this machine, without root. Each process listens at an
 * address that nobody else uses, and is known by another, its *front*, where this forwards. Who
 * connects to a front is asked of the kernel, so that each directed pair of processes has a {@link
 * Link} of its own. Connections of processes that are not attached, such as the test's, are never
 * harmed.
 *
 * <p>It is TCP that fails here, not packets: what a cut link holds arrives when it is healed, a
 * lost packet is a late one, and who connects through a cut link waits, but is not refused.
 * Thread-safe.
 */
public final class FaultNetwork implements AutoCloseable {
  /** The other end of connections that nobody attached has made. */
  public static final String OUTSIDE = "outside";

  /** A directed pair of processes. */
  public record Pair(String from, String to) {}

  private final long seed;
  private final Map<String, Long> pids = new ConcurrentHashMap<>();
  private final Map<Pair, Link> links = new ConcurrentHashMap<>();
  private final Map<Connection, Pair> connections = new ConcurrentHashMap<>();
  private final List<ServerSocket> fronts = new CopyOnWriteArrayList<>();

  /** What is drawn, such as lost pieces, is drawn from the seed. */
  public FaultNetwork(long seed) {
    this.seed = seed;
  }

  /** Listens at {@code front} for the process {@code to}, which listens at {@code target}. */
  public void front(String to, HostPort front, HostPort target) throws IOException {
    ServerSocket listening = new ServerSocket();
    listening.bind(front.resolve());
    fronts.add(listening);
    Thread thread = new Thread(() -> accept(listening, to, target), "front-" + to + "-" + front);
    thread.setDaemon(true);
    thread.start();
  }

  /** From now on a process of that name is this one: again after each start. */
  public void attach(String name, long pid) {
    pids.put(name, pid);
  }

  private void accept(ServerSocket listening, String to, HostPort target) {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        // By the thread that accepts: who closes at once is not found any more, and harmless.
        String from = whose(client);
        Link there = link(from, to);
        Link back = link(to, from);
        Connection[] self = {null};
        Connection connection =
            new Connection(client, target, there, back, () -> connections.remove(self[0]));
        self[0] = connection;
        connections.put(connection, new Pair(from, to));
        Thread thread = new Thread(() -> connect(connection), "connect-" + from + "-" + to);
        thread.setDaemon(true);
        thread.start();
      } catch (IOException closed) {
        if (!listening.isClosed()) {
          throw new UncheckedIOException(closed);
        }
      }
    }
  }

  private static void connect(Connection connection) {
    try {
      connection.run();
    } catch (InterruptedException closed) {
      connection.reset();
    }
  }

  private String whose(Socket client) throws IOException {
    InetSocketAddress remote = (InetSocketAddress) client.getRemoteSocketAddress();
    if (remote == null) {
      return OUTSIDE;
    }
    OptionalLong pid = SocketOwners.of(client, pids.values());
    for (Map.Entry<String, Long> process : pids.entrySet()) {
      if (pid.isPresent() && process.getValue() == pid.getAsLong()) {
        return process.getKey();
      }
    }
    return OUTSIDE;
  }

  /** The direction between two processes. */
  public Link link(String from, String to) {
    return links.computeIfAbsent(new Pair(from, to), pair -> new Link(seed * 31 + pair.hashCode()));
  }

  /** From now on this holds for these directions. */
  public void set(Set<Pair> pairs, LinkState state) {
    pairs.forEach(pair -> link(pair.from(), pair.to()).set(state));
  }

  /** All links are whole; what they held arrives. */
  public void heal() {
    links.values().forEach(link -> link.set(LinkState.WHOLE));
  }

  /** Sends a RST to both sides of every connection between these; how many there were. */
  public int reset(Set<Pair> pairs) {
    int count = 0;
    for (Map.Entry<Connection, Pair> connection : connections.entrySet()) {
      if (pairs.contains(connection.getValue())) {
        connection.getKey().reset();
        count++;
      }
    }
    return count;
  }

  /** How many connections one process has to another. */
  public long connections(Pair pair) {
    return connections.values().stream().filter(pair::equals).count();
  }

  @Override
  public void close() throws IOException {
    for (ServerSocket front : fronts) {
      front.close();
    }
    heal();
    connections.keySet().forEach(Connection::reset);
  }
}
