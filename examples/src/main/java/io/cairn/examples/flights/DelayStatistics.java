package io.cairn.examples.flights;

import io.cairn.api.KeyedContext;
import io.cairn.api.KeyedOperator;
import io.cairn.api.Keys;
import io.cairn.api.Output;
import io.cairn.api.Serializers;
import io.cairn.api.ValueState;
import java.util.List;

/**
 * Counts and sums the flights of each key, and keeps the greatest delays. See {@link ResultLine}.
 */
final class DelayStatistics implements KeyedOperator<String, Flight, String> {

  static final String TOTALS = "totals";
  static final String WORST = "worst";

  private final KeyKind kind;

  @SuppressWarnings("NullAway.Init") // set by open, before all else
  private ValueState<Totals> totals;

  @SuppressWarnings("NullAway.Init")
  private ValueState<List<Integer>> worst;

  DelayStatistics(KeyKind kind) {
    this.kind = kind;
  }

  @Override
  public void open(KeyedContext context) {
    totals = context.value(TOTALS, Totals.SERIALIZER);
    // A state of its own: it changes seldom, and so is seldom written.
    worst = context.value(WORST, Serializers.listOf(Serializers.integers()));
  }

  @Override
  public void process(String key, Flight flight, Output<String> out) throws Exception {
    int delay = flight.delayMinutes();
    Totals now = totals.getOr(Totals.NONE).plus(flight);
    totals.put(now);
    List<Integer> greatest = worst.getOr(List.of());
    if (WorstDelays.admits(greatest, delay)) {
      worst.put(WorstDelays.with(greatest, delay));
    }
    out.emit(ResultLine.update(kind, key, now, delay));
  }

  @Override
  public void endOfInput(Keys<String> keys, Output<String> out) throws Exception {
    keys.forEach(
        TOTALS,
        key ->
            out.emit(
                ResultLine.last(kind, key, totals.getOr(Totals.NONE), worst.getOr(List.of()))));
  }
}
