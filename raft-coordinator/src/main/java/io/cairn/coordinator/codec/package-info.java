/**
 * Translates between the coordinator's records and the bytes of log, snapshots, metadata files and
 * messages, checking as it does: what comes out of a decoder obeys the constructors of {@code
 * checkpoint}.
 *
 * <p>Pure and stateless, any thread. It knows protobuf and {@code checkpoint}; it must not know
 * Raft, sockets, files or the blob store. Begin with {@link io.cairn.coordinator.codec.LogCodec}.
 */
@NullMarked
package io.cairn.coordinator.codec;

import org.jspecify.annotations.NullMarked;
