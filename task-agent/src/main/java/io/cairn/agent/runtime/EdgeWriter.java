package io.cairn.agent.runtime;

import io.cairn.agent.channel.OutputChannel;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The way from a task over one edge: chooses the channel of a record. Of the task's thread. */
final class EdgeWriter<T> {
  private final List<ChannelWriter> writers;
  private final Optional<KeyAddress<T, ?>> keys;
  private int turn;

  /**
   * @param channels to the instances of the receiving operator in order; just one if the edge is
   *     forward
   * @param keys present if the edge is partitioned by hash, else records go round robin
   * @param firstTurn where the round begins, so that not all senders begin with the same receiver
   */
  EdgeWriter(List<OutputChannel> channels, Optional<KeyAddress<T, ?>> keys, int firstTurn) {
    this.writers = channels.stream().map(ChannelWriter::new).toList();
    this.keys = keys;
    this.turn = firstTurn % channels.size();
  }

  List<ChannelWriter> writers() {
    return writers;
  }

  ChannelWriter choose(T record) throws IOException {
    if (writers.size() == 1) {
      return writers.get(0);
    }
    if (keys.isPresent()) {
      return writers.get(keys.get().owner(record, writers.size()));
    }
    turn = turn + 1 == writers.size() ? 0 : turn + 1;
    return writers.get(turn);
  }
}
