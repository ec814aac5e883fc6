package io.cairn.examples.flights;

import java.util.Locale;

/** By what flights are grouped. */
enum KeyKind {
  /** By the airport of origin. */
  AIRPORT,
  /** By the pair of origin and destination. */
  ROUTE;

  String keyOf(Flight flight) {
    return this == AIRPORT ? flight.origin() : flight.route();
  }

  /** As it stands in operator ids and result lines. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
