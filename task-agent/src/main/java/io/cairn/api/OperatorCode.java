package io.cairn.api;

import java.util.function.Supplier;

/** The user code of an operator: what a task makes its instance from. */
public sealed interface OperatorCode {

  /** Forgetting a kind of operator does not compile. */
  <X> X match(Cases<X> cases);

  /** One function for each kind of operator. */
  interface Cases<X> {
    <T> X source(OfSource<T> source);

    <T, R> X operator(OfOperator<T, R> operator);

    <K, T, R> X keyed(OfKeyed<K, T, R> keyed);

    <T> X sink(OfSink<T> sink);
  }

  /** A source. */
  record OfSource<T>(Supplier<? extends Source<T>> code) implements OperatorCode {
    @Override
    public <X> X match(Cases<X> cases) {
      return cases.source(this);
    }
  }

  /** An operator without keyed state. */
  record OfOperator<T, R>(Supplier<? extends Operator<T, R>> code) implements OperatorCode {
    @Override
    public <X> X match(Cases<X> cases) {
      return cases.operator(this);
    }
  }

  /** An operator with keyed state. */
  record OfKeyed<K, T, R>(Supplier<? extends KeyedOperator<K, T, R>> code, KeyBy<T, K> keyBy)
      implements OperatorCode {
    @Override
    public <X> X match(Cases<X> cases) {
      return cases.keyed(this);
    }
  }

  /** A sink. */
  record OfSink<T>(Supplier<? extends Sink<T>> code) implements OperatorCode {
    @Override
    public <X> X match(Cases<X> cases) {
      return cases.sink(this);
    }
  }
}
