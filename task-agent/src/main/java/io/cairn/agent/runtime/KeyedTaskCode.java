package io.cairn.agent.runtime;

import io.cairn.api.KeyedOperator;
import io.cairn.api.Keys;
import io.cairn.api.Output;
import io.cairn.api.Serializer;
import io.cairn.storage.octets.OctetReader;
import io.cairn.storage.state.KeyedStateStore;
import java.io.DataInput;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Drives a {@link KeyedOperator}. Of the task's thread. */
final class KeyedTaskCode<K, T, R> implements InputCode {
  /** Then the channels have their turn again, and with them the barriers. */
  private static final int TIMERS_AT_ONCE = 256;

  private final KeyedOperator<K, T, R> operator;
  private final RecordInputs<T> inputs;
  private final KeyAddress<T, K> keys;
  private final Serializer<K> keySerializer;
  private final StoreContext context;
  private final Output<R> output;
  private @Nullable KeyTimers timers;

  KeyedTaskCode(
      Supplier<? extends KeyedOperator<K, T, R>> code,
      RecordInputs<T> inputs,
      KeyAddress<T, K> keys,
      StoreContext context,
      Output<R> output) {
    this.operator = code.get();
    this.inputs = inputs;
    this.keys = keys;
    this.keySerializer = keys.serializer();
    this.context = context;
    this.output = output;
  }

  @Override
  public void open() throws Exception {
    context.store().declareKeys(keySerializer.schema());
    operator.open(context);
    context.seal();
    timers = context.keyTimers();
    if (timers != null) {
      timers.restore();
    }
  }

  @Override
  public void running() {}

  @Override
  public void record(int edge, DataInput in) throws Exception {
    T record = inputs.read(edge, in);
    K key = keys.key(record);
    keys.take(key);
    setCurrentKey();
    operator.process(key, record, output);
  }

  @Override
  public long timerAtMillis() {
    return timers == null ? Long.MAX_VALUE : timers.nextAtMillis();
  }

  @Override
  public void fireTimers(long nowMillis) throws Exception {
    KeyTimers of = timers;
    if (of == null) {
      return;
    }
    for (int fired = 0; fired < TIMERS_AT_ONCE && of.nextAtMillis() <= nowMillis; fired++) {
      KeyTimers.Timer due = of.takeNext().orElseThrow();
      operator.onTimer(keySerializer.read(in(due.key())), due.atMillis(), output);
    }
  }

  private void setCurrentKey() {
    context.store().setCurrentKey(keys.octets(), keys.length(), keys.keyGroup());
    if (timers != null) {
      timers.setCurrentKey(Arrays.copyOf(keys.octets(), keys.length()), keys.keyGroup());
    }
  }

  @Override
  public void endOfInput() throws Exception {
    operator.endOfInput(this::forEach, output);
  }

  @Override
  public void prepare(long checkpointId) {}

  @Override
  public void completed(long checkpointId) {}

  @Override
  public void close() throws Exception {
    operator.close();
  }

  private void forEach(String stateName, Keys.Visitor<K> visitor) throws Exception {
    KeyedStateStore store = context.store();
    context.checkDeclared(stateName);
    try {
      store.forEachKey(
          stateName,
          (octets, keyGroup) -> {
            try {
              if (timers != null) {
                timers.setCurrentKey(octets, keyGroup);
              }
              visitor.visit(keySerializer.read(in(octets)));
            } catch (Exception e) {
              throw new VisitFailed(e);
            }
          });
    } catch (VisitFailed e) {
      throw e.cause;
    }
  }

  private static DataInput in(byte[] octets) {
    return new OctetReader(octets, 0, octets.length);
  }

  /** Carries what user code throws through the store's loop. */
  private static final class VisitFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Exception cause;

    VisitFailed(Exception cause) {
      super(cause);
      this.cause = cause;
    }
  }
}
