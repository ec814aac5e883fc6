package io.cairn.agent.runtime;

import io.cairn.api.ListState;
import io.cairn.api.MapState;
import io.cairn.api.Serializer;
import io.cairn.api.ValueState;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Gives the store's states the shape of the job API's. */
final class StateAdapters {

  private StateAdapters() {}

  static <T> io.cairn.storage.state.Serializer<T> serializer(Serializer<T> from) {
    return new io.cairn.storage.state.Serializer<>() {
      @Override
      public void write(T value, DataOutput out) throws IOException {
        from.write(value, out);
      }

      @Override
      public T read(DataInput in) throws IOException {
        return from.read(in);
      }

      @Override
      public String schema() {
        return from.schema();
      }
    };
  }

  static <V> ValueState<V> value(io.cairn.storage.state.ValueState<V> state) {
    return new ValueState<>() {
      @Override
      public @Nullable V get() {
        return state.get();
      }

      @Override
      public void put(V value) {
        state.set(value);
      }

      @Override
      public void clear() {
        state.clear();
      }
    };
  }

  static <V> ListState<V> list(io.cairn.storage.state.ListState<V> state) {
    return new ListState<>() {
      @Override
      public List<V> get() {
        return state.get();
      }

      @Override
      public void add(V value) {
        state.add(value);
      }

      @Override
      public void clear() {
        state.clear();
      }
    };
  }

  static <M, V> MapState<M, V> map(io.cairn.storage.state.MapState<M, V> state) {
    return new MapState<>() {
      @Override
      public @Nullable V get(M mapKey) {
        return state.get(mapKey);
      }

      @Override
      public void put(M mapKey, V value) {
        state.put(mapKey, value);
      }

      @Override
      public void remove(M mapKey) {
        state.remove(mapKey);
      }

      @Override
      public void forEach(BiConsumer<M, V> action) {
        state.forEach(action);
      }

      @Override
      public void clear() {
        state.clear();
      }
    };
  }
}
