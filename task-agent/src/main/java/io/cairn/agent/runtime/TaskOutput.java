package io.cairn.agent.runtime;

import io.cairn.agent.channel.ChannelException;
import io.cairn.agent.channel.ChannelLimits;
import io.cairn.api.Output;
import io.cairn.api.Serializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that leaves a task: each record goes over every edge, each barrier into every channel. Of the
 * task's thread.
 */
final class TaskOutput<T> implements Output<T> {
  private static final long FLUSH_AFTER_NANOS = ChannelLimits.FLUSH_AFTER.toNanos();

  private final Optional<RecordEncoder<T>> encoder;
  private final List<EdgeWriter<T>> edges;
  private final List<ChannelWriter> writers = new ArrayList<>();
  private boolean waiting;
  private long flushAtNanos;

  /**
   * @param serializer of the records; empty if there is no edge, then records go nowhere
   */
  TaskOutput(Optional<Serializer<T>> serializer, List<EdgeWriter<T>> edges) {
    this.encoder = serializer.map(RecordEncoder::new);
    this.edges = List.copyOf(edges);
    edges.forEach(edge -> writers.addAll(edge.writers()));
  }

  @Override
  public void emit(T record) throws IOException, InterruptedException {
    if (encoder.isEmpty()) {
      return;
    }
    RecordEncoder<T> encoded = encoder.get();
    encoded.encode(record);
    for (EdgeWriter<T> edge : edges) {
      edge.choose(record).record(encoded.octets(), encoded.length());
    }
    if (!waiting) {
      waiting = true;
      flushAtNanos = System.nanoTime() + FLUSH_AFTER_NANOS;
    }
  }

  /** Puts the barrier behind all that was emitted, and sends it all. */
  void barrier(Barrier barrier) throws ChannelException, InterruptedException {
    for (ChannelWriter writer : writers) {
      writer.barrier(barrier);
    }
    flush();
  }

  /** Whether something waits to be sent. */
  boolean isWaiting() {
    return waiting;
  }

  /** When what waits has to be sent, by {@link System#nanoTime}; only if something waits. */
  long flushAtNanos() {
    return flushAtNanos;
  }

  void flushIfDue() throws ChannelException, InterruptedException {
    if (waiting && System.nanoTime() - flushAtNanos >= 0) {
      flush();
    }
  }

  private void flush() throws ChannelException, InterruptedException {
    waiting = false;
    for (ChannelWriter writer : writers) {
      writer.flush();
    }
  }
}
