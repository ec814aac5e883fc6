package io.cairn.agent.runtime;

import io.cairn.agent.channel.ChannelKey;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the input channels of an operator or a sink, record by record, and takes the cut when the
 * barriers of all channels have come. Of the task's thread.
 */
final class InputLoop implements TaskLoop, Snapshotter.Part {
  private static final long LONGEST_TIMER_WAIT_MILLIS = 1_000;

  private final InputCode code;
  private final TaskInbox inbox;
  private final List<InputPort> ports;
  private final TaskOutput<?> output;
  private final Snapshotter snapshotter;
  private final BarrierAligner aligner;
  private final ArrayDeque<InputPort> released = new ArrayDeque<>();
  private @Nullable InputPort current;
  private long alignSinceNanos;
  private long alignBytes;

  InputLoop(
      InputCode code,
      TaskInbox inbox,
      List<InputPort> ports,
      TaskOutput<?> output,
      Snapshotter snapshotter) {
    this.code = code;
    this.inbox = inbox;
    this.ports = ports;
    this.output = output;
    this.snapshotter = snapshotter;
    this.aligner = new BarrierAligner(ports.size());
  }

  @Override
  public void open() throws Exception {
    code.open();
  }

  @Override
  public void run() throws Exception {
    code.running();
    while (!Thread.currentThread().isInterrupted()) {
      obey();
      InputPort port = released.isEmpty() ? await() : released.poll();
      if (port != null) {
        if (aligner.isHeld(port.index())) {
          port.park();
        } else if (port.begin()) {
          read(port);
        }
      }
      if (code.timerAtMillis() != Long.MAX_VALUE && !snapshotter.isEnded()) {
        code.fireTimers(System.currentTimeMillis());
      }
      output.flushIfDue();
    }
    throw new InterruptedException();
  }

  @Override
  public void close() throws Exception {
    snapshotter.close();
    code.close();
  }

  @Override
  public void endOfInput() throws Exception {
    code.endOfInput();
  }

  @Override
  public void prepare(long checkpointId) throws Exception {
    code.prepare(checkpointId);
  }

  private @Nullable InputPort await() throws InterruptedException {
    long timer = snapshotter.isEnded() ? Long.MAX_VALUE : code.timerAtMillis();
    if (timer == Long.MAX_VALUE) {
      return output.isWaiting() ? inbox.take(output.flushAtNanos()) : inbox.take();
    }
    // Not to the end in one piece: the clock of the machine may be set meanwhile.
    long waitMillis = Math.min(timer - System.currentTimeMillis(), LONGEST_TIMER_WAIT_MILLIS);
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(0, waitMillis));
    if (output.isWaiting() && output.flushAtNanos() - until < 0) {
      until = output.flushAtNanos();
    }
    return inbox.take(until);
  }

  /** Reads a buffer to its end, or up to a barrier that holds the port. */
  private void read(InputPort port) throws Exception {
    current = port;
    ElementReader reader = port.reader();
    int edge = port.channel().key().edge();
    while (reader.hasNext()) {
      if (reader.next() == ElementReader.Kind.RECORD) {
        code.record(edge, reader.input());
        if (aligner.aligning() != 0) {
          alignBytes += reader.recordBytes();
        }
        reader.endRecord();
        output.flushIfDue();
      } else if (barrier(port, reader.barrier())) {
        current = null;
        return;
      }
      if (inbox.isTold()) {
        obey();
      }
    }
    current = null;
    port.end();
  }

  /** Whether the port is held from now on. */
  private boolean barrier(InputPort port, Barrier barrier) throws Exception {
    long before = aligner.aligning();
    BarrierAligner.Decision decision = aligner.barrier(port.index(), barrier.checkpointId());
    if (aligner.aligning() != before) {
      releasePorts();
    }
    if (decision == BarrierAligner.Decision.HOLD && before != barrier.checkpointId()) {
      alignSinceNanos = System.nanoTime();
      alignBytes = 0;
    }
    tellAlignment();
    if (decision == BarrierAligner.Decision.TAKE) {
      Alignment alignment =
          before == 0
              ? Alignment.NONE
              : new Alignment(System.nanoTime() - alignSinceNanos, alignBytes);
      snapshotter.take(barrier, alignment, this);
    }
    return decision == BarrierAligner.Decision.HOLD;
  }

  private void obey() throws Exception {
    if (!inbox.isTold()) {
      return;
    }
    Control control = inbox.takeControl();
    long before = aligner.aligning();
    aligner.view(control.view());
    if (aligner.aligning() != before) {
      releasePorts();
      tellAlignment();
    }
    if (control.completed() > 0) {
      code.completed(control.completed());
    }
  }

  /** For whoever looks from outside. */
  private void tellAlignment() {
    if (aligner.aligning() == 0) {
      inbox.aligning(null);
      return;
    }
    ChannelKey awaited = ports.get(aligner.firstAwaited()).channel().key();
    inbox.aligning(
        new AligningTask(
            awaited.toTask(),
            aligner.aligning(),
            aligner.heldChannels(),
            ports.size(),
            awaited.fromTask()));
  }

  /** What was held is read on: the rest of the buffer first, then what has come since. */
  private void releasePorts() {
    for (InputPort port : ports) {
      if (port != current && !aligner.isHeld(port.index())) {
        for (int turns = port.unpark(); turns > 0; turns--) {
          released.add(port);
        }
      }
    }
  }
}
