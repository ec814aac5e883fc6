/**
 * Serializers that are made from a class: of Java records and of protobuf messages.
 *
 * <p>All reflection happens when a serializer is made; afterwards method handles are called. A
 * record's bytes are described in docs/formats.md and pinned by a golden file. Begin reading at
 * {@link io.cairn.storage.typed.RecordSerializer} and {@link
 * io.cairn.storage.typed.ProtobufSerializer}.
 */
@NullMarked
package io.cairn.storage.typed;

import org.jspecify.annotations.NullMarked;
