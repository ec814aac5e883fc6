package io.cairn.examples;

import io.cairn.api.JobArguments;
import io.cairn.api.KeyGroupRange;
import io.cairn.api.KeyedContext;
import io.cairn.api.KeyedOperator;
import io.cairn.api.ListState;
import io.cairn.api.MapState;
import io.cairn.api.Serializer;
import io.cairn.api.Timers;
import io.cairn.api.ValueState;
import io.cairn.storage.blob.BlobStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Runs one instance of a keyed operator without a runtime: its value states are maps of octets. */
public final class KeyedRun<K extends Comparable<K>, T> {
  private final KeyedOperator<K, T, String> operator;
  private final Map<String, Map<K, byte[]>> states = new HashMap<>();
  private final List<String> emitted = new ArrayList<>();
  private K current;

  public KeyedRun(KeyedOperator<K, T, String> operator) throws Exception {
    this.operator = operator;
    operator.open(new Context());
  }

  public void process(K key, T record) throws Exception {
    current = key;
    operator.process(key, record, emitted::add);
  }

  /** Answers what was emitted at the end. */
  public List<String> endOfInput() throws Exception {
    int before = emitted.size();
    operator.endOfInput(
        (state, visitor) -> {
          for (K key : states.get(state).keySet()) {
            current = key;
            visitor.visit(key);
          }
        },
        emitted::add);
    return emitted.subList(before, emitted.size());
  }

  public List<String> emitted() {
    return emitted;
  }

  private final class Value<V> implements ValueState<V> {
    private final Map<K, byte[]> values;
    private final Serializer<V> serializer;

    Value(Map<K, byte[]> values, Serializer<V> serializer) {
      this.values = values;
      this.serializer = serializer;
    }

    @Override
    public V get() {
      byte[] octets = values.get(current);
      try {
        return octets == null
            ? null
            : serializer.read(new DataInputStream(new ByteArrayInputStream(octets)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void put(V value) {
      ByteArrayOutputStream octets = new ByteArrayOutputStream();
      try {
        serializer.write(value, new DataOutputStream(octets));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      values.put(current, octets.toByteArray());
    }

    @Override
    public void clear() {
      values.remove(current);
    }
  }

  private final class Context implements KeyedContext {
    @Override
    public <V> ValueState<V> value(String name, Serializer<V> serializer) {
      return new Value<>(states.computeIfAbsent(name, any -> new TreeMap<>()), serializer);
    }

    @Override
    public <V> ListState<V> list(String name, Serializer<V> serializer) {
      throw new UnsupportedOperationException("no example uses lists");
    }

    @Override
    public <M, V> MapState<M, V> map(String name, Serializer<M> keys, Serializer<V> values) {
      throw new UnsupportedOperationException("no example uses maps");
    }

    @Override
    public Timers timers() {
      throw new UnsupportedOperationException("no example uses timers");
    }

    @Override
    public long jobId() {
      return 1;
    }

    @Override
    public long attempt() {
      return 1;
    }

    @Override
    public String operatorId() {
      return "operator";
    }

    @Override
    public int instance() {
      return 0;
    }

    @Override
    public int parallelism() {
      return 1;
    }

    @Override
    public JobArguments arguments() {
      return JobArguments.none();
    }

    @Override
    public KeyGroupRange keyGroups() {
      return new KeyGroupRange(0, 127);
    }

    @Override
    public Optional<byte[]> restored() {
      return Optional.empty();
    }

    @Override
    public BlobStore openBlobStore(URI root) {
      throw new UnsupportedOperationException("no keyed operator of the examples uses files");
    }
  }
}
