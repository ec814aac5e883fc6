/**
 * Framed protobuf messages over TCP, on Netty.
 *
 * <p>It knows how bytes become messages: a preamble that names the protocol and its version, then
 * frames of a four-byte length and a protobuf message. It does not know what the messages mean, who
 * leads, or when to reconnect. Begin reading at {@link io.cairn.protocol.channel.FramedServer}.
 */
@NullMarked
package io.cairn.protocol.channel;

import org.jspecify.annotations.NullMarked;
