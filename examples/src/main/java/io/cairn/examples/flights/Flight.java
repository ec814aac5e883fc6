package io.cairn.examples.flights;

import io.cairn.api.Serializer;
import io.cairn.api.Serializers;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;

/**
 * One flight: a line of the input file.
 *
 * @param departureLocal local time at the origin, {@code yyyy-MM-ddTHH:mm}
 * @param delayMinutes negative if early
 * @param distanceMiles above 0
 * @param origin an airport's code, three capital letters
 * @param destination an airport's code
 */
public record Flight(
    String departureLocal, int delayMinutes, int distanceMiles, String origin, String destination) {

  /** The first line of the file. */
  public static final String HEADER =
      "departure_local,delay_minutes,distance_miles,origin,destination";

  /** A flight with more than this is late. */
  public static final int LATE_ABOVE_MINUTES = 15;

  /** How flights travel between tasks. */
  static final Serializer<Flight> SERIALIZER =
      Serializers.of("flight/1", Flight::write, Flight::read);

  private static final int COLUMNS = 5;
  private static final int MAX_DELAY_MINUTES = 10_000;
  private static final int MAX_DISTANCE_MILES = 30_000;
  private static final int DEPARTURE_LENGTH = "2001-01-01T00:47".length();

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is broken; the message says what is wrong with it
   */
  public static Flight parse(String line) {
    String[] fields = line.split(",", -1);
    if (fields.length != COLUMNS) {
      throw new IllegalArgumentException(
          "it has " + fields.length + " columns instead of " + COLUMNS);
    }
    return new Flight(
        departure(fields[0]),
        integer("delay_minutes", fields[1], -MAX_DELAY_MINUTES, MAX_DELAY_MINUTES),
        integer("distance_miles", fields[2], 1, MAX_DISTANCE_MILES),
        airport("origin", fields[3]),
        airport("destination", fields[4]));
  }

  /** The key of the route: {@code DTW-LAS}. */
  public String route() {
    return origin + "-" + destination;
  }

  /** Whether it left more than {@value #LATE_ABOVE_MINUTES} minutes late. */
  public boolean late() {
    return delayMinutes > LATE_ABOVE_MINUTES;
  }

  private static String departure(String field) {
    if (field.length() == DEPARTURE_LENGTH) {
      try {
        var unused = LocalDateTime.parse(field);
        return field;
      } catch (DateTimeParseException e) {
        // The answer is the same as for a wrong length.
      }
    }
    throw new IllegalArgumentException(
        "departure_local is '" + field + "', not a time like 2001-01-31T23:59");
  }

  private static int integer(String column, String field, int min, int max) {
    try {
      int value = Integer.parseInt(field);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // The answer is the same as for a number out of range.
    }
    throw new IllegalArgumentException(
        column + " is '" + field + "', not a whole number from " + min + " to " + max);
  }

  private static String airport(String column, String field) {
    boolean code = field.length() == 3;
    for (int i = 0; code && i < field.length(); i++) {
      code = field.charAt(i) >= 'A' && field.charAt(i) <= 'Z';
    }
    if (!code) {
      throw new IllegalArgumentException(
          column + " is '" + field + "', not an airport code of three capital letters");
    }
    return field;
  }

  private static void write(Flight flight, DataOutput out) throws IOException {
    out.writeUTF(flight.departureLocal);
    out.writeInt(flight.delayMinutes);
    out.writeInt(flight.distanceMiles);
    out.writeUTF(flight.origin);
    out.writeUTF(flight.destination);
  }

  private static Flight read(DataInput in) throws IOException {
    return new Flight(in.readUTF(), in.readInt(), in.readInt(), in.readUTF(), in.readUTF());
  }
}
