package io.cairn.agent.channel;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * This agent's end of the data plane: one server, the connections to other agents, and two threads
 * (one receives, one sends). Any thread.
 */
public final class DataPlane implements AutoCloseable {
  private final ReceiverRegistry registry = new ReceiverRegistry();
  private final NioEventLoopGroup receiving =
      new NioEventLoopGroup(1, new DefaultThreadFactory("data-receive", true));
  private final NioEventLoopGroup sending =
      new NioEventLoopGroup(1, new DefaultThreadFactory("data-send", true));
  private final ChannelGroup accepted = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final AtomicBoolean closed = new AtomicBoolean();
  private final DataConnections connections;
  private final DataServer server;

  private DataPlane(
      InetSocketAddress bind, String agentId, Supplier<String> clusterId, ChannelGuard guard)
      throws IOException {
    connections = new DataConnections(sending.next(), clusterId, agentId, guard);
    Supplier<DataServer.Start> starts =
        () -> new DataServer.Start(guard.accepting(), new Preamble(clusterId, agentId, true));
    try {
      server = DataServer.bind(bind, receiving, registry, starts, accepted);
    } catch (IOException e) {
      stopThreads();
      throw e;
    }
  }

  /** For everybody. */
  public static DataPlane start(InetSocketAddress bind, String agentId, Supplier<String> clusterId)
      throws IOException {
    return start(bind, agentId, clusterId, ChannelGuard.none());
  }

  /**
   * Binds and starts the threads.
   *
   * @param bind port 0: any that is free
   * @param clusterId asked for each connection; empty while this agent has not joined a cluster,
   *     then nobody is accepted
   * @param guard what is wanted of other agents
   * @throws IOException if the address cannot be bound
   */
  public static DataPlane start(
      InetSocketAddress bind, String agentId, Supplier<String> clusterId, ChannelGuard guard)
      throws IOException {
    return new DataPlane(bind, agentId, clusterId, guard);
  }

  /** The port that was bound. */
  public int port() {
    return server.port();
  }

  /** Where the receiving ends on this agent are made known. */
  public ReceiverRegistry registry() {
    return registry;
  }

  /** Opens channels to other agents. */
  public DataConnections connections() {
    return connections;
  }

  /** Opens a channel between two tasks of this agent. */
  public CompletableFuture<OutputChannel> openLocal(InputChannel receiver) {
    LocalOutputChannel channel = new LocalOutputChannel(receiver);
    return channel.connect()
        ? CompletableFuture.completedFuture(channel)
        : CompletableFuture.failedFuture(
            new ChannelException(receiver.key() + ": has a sender already or is over"));
  }

  /** Closes every connection and stops the threads. The attempts that use them fail. Idempotent. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    server.close();
    accepted.close().awaitUninterruptibly();
    stopThreads();
  }

  private void stopThreads() {
    sending.submit(connections::close).awaitUninterruptibly();
    sending.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    receiving.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
