package io.cairn.examples.flights.verdict;

/**
 * What the last line of a key says.
 *
 * @param count flights
 * @param total sum of their delays in minutes
 * @param late flights with more than 15 minutes
 * @param lateShare {@code late / count} with four decimals, rounded down
 * @param worst the five greatest delays, greatest first, separated by spaces
 */
public record FinalValues(long count, long total, long late, String lateShare, String worst) {

  @Override
  public String toString() {
    return count + "," + total + "," + late + "," + lateShare + "," + worst;
  }
}
