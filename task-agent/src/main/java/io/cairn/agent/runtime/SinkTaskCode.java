package io.cairn.agent.runtime;

import io.cairn.api.Sink;
import io.cairn.api.TaskContext;
import io.cairn.process.failpoint.Failpoint;
import io.cairn.storage.state.TaskState;
import java.io.DataInput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Drives a {@link Sink} through its two phases. Of the task's thread. */
final class SinkTaskCode<T> implements InputCode {
  private final Sink<T> sink;
  private final RecordInputs<T> inputs;
  private final TaskContext context;
  private final TaskState state;
  private final long restoredCheckpoint;
  private final LongConsumer onCommitted;
  private final PreparedTransactions prepared = new PreparedTransactions();
  private long committed;

  /**
   * @param restoredCheckpoint from which the state is; 0: none
   * @param onCommitted told the checkpoint up to which all is committed
   */
  SinkTaskCode(
      Supplier<? extends Sink<T>> code,
      RecordInputs<T> inputs,
      TaskContext context,
      TaskState state,
      long restoredCheckpoint,
      LongConsumer onCommitted) {
    this.sink = code.get();
    this.inputs = inputs;
    this.context = context;
    this.state = state;
    this.restoredCheckpoint = restoredCheckpoint;
    this.onCommitted = onCommitted;
  }

  @Override
  public void open() throws Exception {
    sink.open(context);
    sink.restore(restored().all());
    state.remove(TaskStateNames.TRANSACTIONS);
    keep();
  }

  @Override
  public void running() {
    if (restoredCheckpoint > committed) {
      committed = restoredCheckpoint;
      onCommitted.accept(committed);
    }
  }

  @Override
  public void record(int edge, DataInput in) throws Exception {
    sink.write(inputs.read(edge, in));
  }

  @Override
  public void endOfInput() {}

  @Override
  public void prepare(long checkpointId) throws Exception {
    Optional<byte[]> transaction = sink.prepare(checkpointId);
    if (transaction.isPresent()) {
      prepared.add(checkpointId, transaction.get());
    }
    keep();
  }

  private PreparedTransactions restored() throws IOException {
    List<byte[]> lists = state.getList(TaskStateNames.PREPARED);
    return lists == null
        ? PreparedTransactions.decode(state.get(TaskStateNames.TRANSACTIONS))
        : PreparedTransactions.decode(lists, context::standsFor);
  }

  private void keep() throws IOException {
    byte[] list = prepared.encode(context.instance());
    state.putList(TaskStateNames.PREPARED, TaskState.Redistribution.UNION, List.of(list));
  }

  @Override
  public void completed(long checkpointId) throws Exception {
    if (checkpointId <= committed) {
      return;
    }
    byte[] transaction = prepared.oldestUpTo(checkpointId);
    while (transaction != null) {
      Failpoint.BEFORE_SINK_COMMIT.reached();
      sink.commit(transaction); // COMMIT POINT: others can see it, and it is never taken back.
      Failpoint.AFTER_SINK_COMMIT.reached();
      prepared.removeOldest();
      transaction = prepared.oldestUpTo(checkpointId);
    }
    committed = checkpointId;
    onCommitted.accept(checkpointId);
  }

  @Override
  public void close() throws Exception {
    sink.close();
  }
}
