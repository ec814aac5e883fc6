/**
 * The leader's side of the sessions with the agents: what they report becomes events, what they
 * must know is told level by level.
 *
 * <p>Knows: the wire messages, the state, how to propose. Must not know: jraft, the blob store,
 * HTTP, or when anything is due.
 *
 * <p>Begin with {@link io.cairn.coordinator.session.SessionServer}.
 */
@NullMarked
package io.cairn.coordinator.session;

import org.jspecify.annotations.NullMarked;
