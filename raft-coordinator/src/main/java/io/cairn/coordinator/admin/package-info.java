/**
 * The HTTP interface for people, scripts and the CLI: JSON under {@code /api/v1}.
 *
 * <p>Knows: how to read the replicated state and propose people's commands, how to pass a command
 * on to the leader, and how errors look (RFC 9457). Must not know: jraft, agents' sessions, the
 * leader's loop. It decides nothing; {@code apply} does.
 *
 * <p>Reads are linearizable unless {@code ?consistency=stale} is asked for. Commands carry a {@code
 * requestId} and may be repeated with it. Everything is bounded in time and size.
 *
 * <p>Begin with {@link io.cairn.coordinator.admin.Routes}, the list of what is served; then {@link
 * io.cairn.coordinator.admin.Reads} and {@link io.cairn.coordinator.admin.Commands}.
 */
@NullMarked
package io.cairn.coordinator.admin;

import org.jspecify.annotations.NullMarked;
