package io.cairn.agent.runtime;

import io.cairn.api.Operator;
import io.cairn.api.Output;
import io.cairn.api.TaskContext;
import io.cairn.storage.state.TaskState;
import java.io.DataInput;
import java.util.function.Supplier;

/** Drives an {@link Operator}. Of the task's thread. */
final class OperatorTaskCode<T, R> implements InputCode {
  private final Operator<T, R> operator;
  private final RecordInputs<T> inputs;
  private final TaskContext context;
  private final TaskState state;
  private final Output<R> output;

  OperatorTaskCode(
      Supplier<? extends Operator<T, R>> code,
      RecordInputs<T> inputs,
      TaskContext context,
      TaskState state,
      Output<R> output) {
    this.operator = code.get();
    this.inputs = inputs;
    this.context = context;
    this.state = state;
    this.output = output;
  }

  @Override
  public void open() throws Exception {
    operator.open(context);
  }

  @Override
  public void running() {}

  @Override
  public void record(int edge, DataInput in) throws Exception {
    operator.process(inputs.read(edge, in), output);
  }

  @Override
  public void endOfInput() throws Exception {
    operator.endOfInput(output);
  }

  @Override
  public void prepare(long checkpointId) throws Exception {
    state.put(TaskStateNames.USER, operator.snapshot());
  }

  @Override
  public void completed(long checkpointId) {}

  @Override
  public void close() throws Exception {
    operator.close();
  }
}
