package io.cairn.agent.runtime;

import io.cairn.agent.channel.ChannelBuffer;
import io.cairn.agent.channel.ChannelKey;
import io.cairn.agent.channel.InputChannel;
import java.util.function.Consumer;

/**
 * One input channel of a task: its place among them, and how far its buffers are read. The
 * listener's methods are called by those who send, the rest by the task's thread.
 */
final class InputPort implements InputChannel.Listener {
  private final int index;
  private final TaskInbox inbox;
  private final Consumer<String> onFailure;
  private final InputChannel channel;
  private final ElementReader reader = new ElementReader();
  private boolean reading;
  private int parked;

  /**
   * @param index dense over the task's input channels
   * @param onFailure told the reason if the channel breaks
   */
  InputPort(int index, ChannelKey key, TaskInbox inbox, Consumer<String> onFailure) {
    this.index = index;
    this.inbox = inbox;
    this.onFailure = onFailure;
    this.channel = new InputChannel(key, this);
  }

  int index() {
    return index;
  }

  InputChannel channel() {
    return channel;
  }

  ElementReader reader() {
    return reader;
  }

  /** A buffer was announced while the port is held: it is looked at when the port is released. */
  void park() {
    parked++;
  }

  /** How often the port is to be read after its release: once for each buffer, read or begun. */
  int unpark() {
    int turns = parked + (reading ? 1 : 0);
    parked = 0;
    return turns;
  }

  /** Makes the reader stand in a buffer; false if there is none. */
  boolean begin() {
    if (!reading) {
      ChannelBuffer buffer = channel.poll();
      if (buffer == null) {
        return false;
      }
      reader.start(buffer);
      reading = true;
    }
    return true;
  }

  /** The buffer is read to its end. */
  void end() {
    reading = false;
    channel.release();
  }

  @Override
  public void connected(InputChannel connected) {
    inbox.connected();
  }

  @Override
  public void available(InputChannel ready) {
    inbox.available(this);
  }

  @Override
  public void failed(InputChannel broken, String reason) {
    onFailure.accept(reason);
  }
}
