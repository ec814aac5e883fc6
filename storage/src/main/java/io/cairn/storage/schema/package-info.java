/**
 * What stored bytes mean: schemas as values, their text, and which may follow which.
 *
 * <p>Knows nothing of state, RocksDB or serializers. Begin reading at {@link
 * io.cairn.storage.schema.Schema}, then {@link io.cairn.storage.schema.SchemaEvolution}.
 */
@NullMarked
package io.cairn.storage.schema;

import org.jspecify.annotations.NullMarked;
