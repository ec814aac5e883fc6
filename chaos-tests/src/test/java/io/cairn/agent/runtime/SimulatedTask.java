package io.cairn.agent.runtime;

import io.cairn.api.Sink;
import io.cairn.api.TaskContext;
import io.cairn.storage.state.TaskState;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * A task's shipped inbox, aligner and sink code without its thread. In the product's package,
 * because these classes are not public.
 */
public final class SimulatedTask implements AttemptControl {
  private final TaskInbox inbox = new TaskInbox();
  private final BarrierAligner aligner;
  private final boolean source;
  private final SinkTaskCode<Object> sink;
  private long lastTaken;

  /** What to do with a barrier that came. */
  public enum Answer {
    PASS_OVER,
    HOLD,
    TAKE
  }

  /** Which of so many instances a sink is. */
  public record Instance(int number, int parallelism) {
    /** A simulated sink asks for nothing else; whom it stands for is the shipped rule. */
    private TaskContext context() {
      return (TaskContext)
          Proxy.newProxyInstance(
              SimulatedTask.class.getClassLoader(),
              new Class<?>[] {TaskContext.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "instance" -> number;
                    case "parallelism" -> parallelism;
                    case "standsFor" -> InvocationHandler.invokeDefault(proxy, method, arguments);
                    default -> throw new UnsupportedOperationException(method.getName());
                  });
    }
  }

  /** What a sink stands on. */
  public record SinkParts(
      Sink<Object> sink,
      Instance instance,
      TaskState state,
      long restored,
      LongConsumer committed) {}

  /** Makes a task with so many input channels; {@code parts} is null unless it is a sink. */
  public SimulatedTask(int channels, SinkParts parts) {
    this.source = channels == 0;
    this.aligner = new BarrierAligner(Math.max(1, channels));
    this.sink =
        parts == null
            ? null
            : new SinkTaskCode<>(
                parts::sink,
                new RecordInputs<>(Map.of()),
                parts.instance().context(),
                parts.state(),
                parts.restored(),
                parts.committed());
  }

  /** Restores the sink. */
  public void open() throws Exception {
    if (sink != null) {
      sink.open();
    }
  }

  /** The channels are connected. */
  public void running() {
    if (sink != null) {
      sink.running();
    }
  }

  /** Whether {@link #obey} has something to do. */
  public boolean isTold() {
    return inbox.isTold();
  }

  /** Does what was told; sources take barriers. Whether the source shall fall silent. */
  public boolean obey(Consumer<Barrier> take) throws Exception {
    Control control = inbox.takeControl();
    if (source) {
      for (Barrier barrier : control.triggers()) {
        if (barrier.checkpointId() > lastTaken) {
          lastTaken = barrier.checkpointId();
          take.accept(barrier);
        }
      }
    } else {
      aligner.view(control.view());
    }
    if (sink != null) {
      sink.completed(control.completed());
    }
    return control.draining();
  }

  /** A barrier came. */
  public Answer barrier(int channel, long checkpointId) {
    return Answer.valueOf(aligner.barrier(channel, checkpointId).name());
  }

  /** Whether the channel must not be read. */
  public boolean isHeld(int channel) {
    return aligner.isHeld(channel);
  }

  /** Before a snapshot. */
  public void prepare(long checkpointId) throws Exception {
    if (sink != null) {
      sink.prepare(checkpointId);
    }
  }

  /** The name under which a sink keeps its transactions. */
  public static List<String> stateNames() {
    return List.of(TaskStateNames.PREPARED);
  }

  /** What a sink's snapshot holds that has prepared one transaction. */
  public static byte[] prepared(int instance, long checkpoint, byte[] transaction)
      throws IOException {
    PreparedTransactions prepared = new PreparedTransactions();
    prepared.add(checkpoint, transaction);
    return prepared.encode(instance);
  }

  /** What a sink's snapshot names, oldest first. */
  public static List<byte[]> transactions(byte[] blob) throws IOException {
    return PreparedTransactions.decode(blob.length == 0 ? List.of() : List.of(blob), any -> true)
        .all();
  }

  @Override
  public void settled(long settledUpTo, Collection<Long> running) {
    inbox.settled(settledUpTo, running);
  }

  @Override
  public void trigger(Barrier barrier) {
    inbox.trigger(barrier);
  }

  @Override
  public void completed(long checkpointId) {
    inbox.completed(checkpointId);
  }

  @Override
  public void drain() {
    inbox.drain();
  }
}
