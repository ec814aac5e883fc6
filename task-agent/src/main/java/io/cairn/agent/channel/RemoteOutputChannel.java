package io.cairn.agent.channel;

import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sending end of a channel to another agent. {@link #send} by the sender's thread, {@link
 * #close} by any, the rest by the connection's event loop.
 */
final class RemoteOutputChannel implements OutputChannel {
  private final ChannelKey key;
  private final DataAddress address;
  private final long deadlineNanos;
  private final Consumer<String> onFailure;
  private final Credits credits = new Credits();
  private final CompletableFuture<OutputChannel> opened = new CompletableFuture<>();
  private volatile @Nullable Route route;

  /** Where the frames go. */
  private record Route(Channel connection, int channel, Runnable onClose) {}

  /**
   * @param deadlineNanos until when opening is tried again, by {@link System#nanoTime}
   * @param onFailure told the reason, once, if the channel breaks after it was opened
   */
  RemoteOutputChannel(
      ChannelKey key, DataAddress address, long deadlineNanos, Consumer<String> onFailure) {
    this.key = key;
    this.address = address;
    this.deadlineNanos = deadlineNanos;
    this.onFailure = onFailure;
  }

  DataAddress address() {
    return address;
  }

  long deadlineNanos() {
    return deadlineNanos;
  }

  CompletableFuture<OutputChannel> opened() {
    return opened;
  }

  /**
   * The receiver is there.
   *
   * @param onClose to be called, on any thread, when the sender closes the channel
   */
  void opened(Channel connection, int channel, int granted, Runnable onClose) {
    route = new Route(connection, channel, onClose);
    credits.grant(granted);
    if (!opened.complete(this)) {
      onClose.run(); // The sender has closed it meanwhile.
    }
  }

  void granted(int count) {
    credits.grant(count);
  }

  /** The channel is of no more use. */
  void fail(String reason) {
    String told = key + ": " + reason;
    boolean first = credits.fail(told);
    if (!opened.completeExceptionally(new ChannelException(told)) && first) {
      onFailure.accept(told);
    }
  }

  @Override
  public ChannelKey key() {
    return key;
  }

  @Override
  public void send(ChannelBuffer buffer) throws ChannelException, InterruptedException {
    credits.acquire();
    Route to = route;
    if (to == null) {
      throw new ChannelException(key + ": not open");
    }
    Channel connection = to.connection();
    // Only credits bound what waits in the connection: at most credits x channels buffers.
    DataFrame.write(connection, DataFrame.data(connection.alloc(), to.channel(), buffer));
  }

  @Override
  public long waitedNanos() {
    return credits.waitedNanos();
  }

  @Override
  public void close() {
    boolean first = credits.fail(key + ": closed by the sender");
    opened.completeExceptionally(new ChannelException(key + ": closed by the sender"));
    Route to = route;
    if (first && to != null) {
      to.onClose().run();
    }
  }
}
