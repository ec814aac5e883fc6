/**
 * The job {@code flight-delays}: delay statistics of each airport and each route, written exactly
 * once.
 *
 * <p>The job uses nothing of Cairn but {@link io.cairn.api} and {@link io.cairn.api.files}, as a
 * job of anyone else would. Begin reading at {@link io.cairn.examples.flights.FlightDelays}; the
 * lines that it writes are described at {@link io.cairn.examples.flights.ResultLine}. Whether what
 * it wrote is right is judged in {@code verdict}, which knows only the lines.
 */
@NullMarked
package io.cairn.examples.flights;

import org.jspecify.annotations.NullMarked;
