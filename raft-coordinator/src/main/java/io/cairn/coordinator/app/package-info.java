/**
 * The coordinator process: its configuration, its wiring, its start and its end.
 *
 * <p>Knows every other package, and in which order their parts start and stop. Must not know how
 * any of them works: whatever decides something belongs elsewhere.
 *
 * <p>Begin with {@link io.cairn.coordinator.app.CoordinatorMain}, then {@link
 * io.cairn.coordinator.app.Coordinator}.
 */
@NullMarked
package io.cairn.coordinator.app;

import org.jspecify.annotations.NullMarked;
