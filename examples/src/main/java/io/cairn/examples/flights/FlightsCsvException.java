package io.cairn.examples.flights;

/**
 * An input file cannot be used. The message is one line for a person: which file, line, and why.
 */
public final class FlightsCsvException extends Exception {
  private static final long serialVersionUID = 1L;

  FlightsCsvException(String message) {
    super(message);
  }
}
