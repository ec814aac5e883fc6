package io.cairn.agent.channel;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The connections from this agent to others, made when the first channel to an agent is opened and
 * shared by all. Its maps belong to one event loop; {@link #open} may be called by any thread.
 */
public final class DataConnections implements OutgoingConnection.Owner {
  private final EventLoop loop;
  private final Supplier<String> clusterId;
  private final String agentId;
  private final ChannelGuard guard;
  private final Map<DataAddress, OutgoingConnection> connections = new HashMap<>();
  private boolean closed;

  DataConnections(EventLoop loop, Supplier<String> clusterId, String agentId, ChannelGuard guard) {
    this.loop = loop;
    this.clusterId = clusterId;
    this.agentId = agentId;
    this.guard = guard;
  }

  /**
   * Opens a channel. While the receiver is not there yet, it is tried again until the time is over.
   *
   * @param onFailure told once, on the event loop, if the channel breaks after it was opened
   * @return the channel, or a {@link ChannelException} that says why not; {@code cancel} gives up
   */
  public CompletableFuture<OutputChannel> open(
      DataAddress address, ChannelKey key, Duration within, Consumer<String> onFailure) {
    long deadline = System.nanoTime() + within.toNanos();
    RemoteOutputChannel channel = new RemoteOutputChannel(key, address, deadline, onFailure);
    loop.execute(() -> openNow(channel));
    return channel.opened();
  }

  @Override
  public void notYet(RemoteOutputChannel channel, String reason) {
    if (channel.opened().isDone()) {
      return;
    }
    if (closed || System.nanoTime() - channel.deadlineNanos() >= 0) {
      channel.fail("not opened in time at " + channel.address() + ": " + reason);
      return;
    }
    long pauseMillis = ChannelLimits.RETRY_AFTER.toMillis();
    ScheduledFuture<?> unused =
        loop.schedule(() -> openNow(channel), pauseMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void gone(OutgoingConnection connection) {
    connections.values().remove(connection);
  }

  /** No channel is opened from now on. On the event loop. */
  void close() {
    closed = true;
  }

  private void openNow(RemoteOutputChannel channel) {
    if (channel.opened().isDone()) {
      return;
    }
    if (closed) {
      channel.fail("this agent stops");
      return;
    }
    OutgoingConnection known = connections.get(channel.address());
    OutgoingConnection connection = known == null ? connect(channel.address()) : known;
    connection.open(channel);
  }

  private OutgoingConnection connect(DataAddress address) {
    OutgoingConnection connection = new OutgoingConnection(this);
    connections.put(address, connection);
    new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(
            ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) ChannelLimits.CONNECT_TIMEOUT.toMillis())
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                Preamble preamble = new Preamble(clusterId, agentId, false);
                FrameHandler.fill(channel.pipeline(), guard.connecting(), preamble, connection);
              }
            })
        .connect(address.host(), address.port())
        .addListener(
            done -> {
              if (!done.isSuccess()) {
                connection.gone("cannot connect: " + done.cause().getMessage());
              }
            });
    return connection;
  }
}
