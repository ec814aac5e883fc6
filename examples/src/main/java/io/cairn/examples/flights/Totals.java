package io.cairn.examples.flights;

import io.cairn.api.Serializer;
import io.cairn.api.Serializers;

/**
 * Running values of one key.
 *
 * @param count flights so far
 * @param totalDelayMinutes sum of their delays; early flights count negative
 * @param late how many of them were late
 */
record Totals(long count, long totalDelayMinutes, long late) {

  static final Totals NONE = new Totals(0, 0, 0);

  /** How totals are kept in state. */
  static final Serializer<Totals> SERIALIZER =
      Serializers.of(
          "flight-totals/1",
          (totals, out) -> {
            out.writeLong(totals.count);
            out.writeLong(totals.totalDelayMinutes);
            out.writeLong(totals.late);
          },
          in -> new Totals(in.readLong(), in.readLong(), in.readLong()));

  Totals plus(Flight flight) {
    return new Totals(
        count + 1, totalDelayMinutes + flight.delayMinutes(), late + (flight.late() ? 1 : 0));
  }

  /** The share of late flights in ten-thousandths, rounded down. */
  long latePerTenThousand() {
    return count == 0 ? 0 : late * 10_000 / count;
  }
}
