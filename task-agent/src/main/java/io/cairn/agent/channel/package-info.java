/**
 * The data plane: buffers of records from task to task, over one connection per ordered pair of
 * agents, or within this process.
 *
 * <p>It knows attempts, edges and tasks as numbers and buffers as octets. It must not know records,
 * barriers, user code or coordinators. A channel is first in, first out, loses nothing while both
 * ends live, and never reconnects: when its connection breaks, both ends are told.
 *
 * <p>Begin with {@link io.cairn.agent.channel.DataPlane}, then {@link
 * io.cairn.agent.channel.OutputChannel} and {@link io.cairn.agent.channel.InputChannel}. The octets
 * on the wire are described at {@link io.cairn.agent.channel.DataFrame}.
 */
@NullMarked
package io.cairn.agent.channel;

import org.jspecify.annotations.NullMarked;
