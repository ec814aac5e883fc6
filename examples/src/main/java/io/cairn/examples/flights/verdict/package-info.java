/**
 * Judges what the job {@code flight-delays} committed, by computing the same directly.
 *
 * <p>The package shares with the job only the parser of an input line, {@link
 * io.cairn.examples.flights.Flight#parse}; it must use no other class of the job and none of Cairn,
 * so that a mistake there cannot hide itself here. {@link
 * io.cairn.examples.flights.verdict.ExpectedResults} computes in one thread over the input, {@link
 * io.cairn.examples.flights.verdict.CommittedOutput} reads the committed lines, {@link
 * io.cairn.examples.flights.verdict.Verdict#of} compares; begin reading there.
 */
@NullMarked
package io.cairn.examples.flights.verdict;

import org.jspecify.annotations.NullMarked;
