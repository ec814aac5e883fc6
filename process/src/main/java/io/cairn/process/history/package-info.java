/**
 * The event history: what a process saw and did, one JSON object a line, for people, the demo, the
 * chaos harness and the dashboard. It is a record for observers; no process reads its own back.
 *
 * <p>Knows the frame of an event, not its kinds (those are in docs/formats.md). Begin reading at
 * {@link io.cairn.process.history.HistoryEvent}.
 */
@NullMarked
package io.cairn.process.history;

import org.jspecify.annotations.NullMarked;
