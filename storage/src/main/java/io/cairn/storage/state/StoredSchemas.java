package io.cairn.storage.state;

import io.cairn.storage.schema.KeySchemas;
import io.cairn.storage.schema.Schema;
import io.cairn.storage.schema.SchemaEvolution;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/**
 * What a database says of itself, in the rows of its default column family: the number of key
 * groups, the schema of the keys, and the schema of each state. Of the store's owner thread.
 */
final class StoredSchemas {

  private static final byte[] KEY_GROUPS_ROW = utf8("key-groups");
  private static final byte[] KEY_ROW = utf8("key");
  private static final String STATE_PREFIX = "schema/";

  private final RocksDB db;
  private final ColumnFamilyHandle rows;
  private final WriteOptions writeOptions;

  StoredSchemas(RocksDB db, ColumnFamilyHandle rows, WriteOptions writeOptions) {
    this.db = db;
    this.rows = rows;
    this.writeOptions = writeOptions;
  }

  /** Records the number of key groups of a new database; refuses another than the recorded one. */
  void keyGroups(String shown, int keyGroups) throws RocksDBException {
    byte[] stored = db.get(rows, KEY_GROUPS_ROW);
    if (stored == null) {
      byte[] row = ByteBuffer.allocate(Integer.BYTES).putInt(keyGroups).array();
      db.put(rows, writeOptions, KEY_GROUPS_ROW, row);
    } else if (ByteBuffer.wrap(stored).getInt() != keyGroups) {
      throw new IncompatibleStateException(
          shown, ByteBuffer.wrap(stored).getInt() + " key groups", keyGroups + " key groups", "");
    }
  }

  /** Records the schema of the keys; refuses another than the recorded one, however alike. */
  void key(String schema) throws RocksDBException {
    checkKey("the keys", Schema.parse(checkLength("the keys", schema)));
    @Nullable String stored = text(KEY_ROW);
    if (stored == null) {
      db.put(rows, writeOptions, KEY_ROW, utf8(schema));
    } else if (!stored.equals(schema)) {
      throw new IncompatibleStateException(
          "the keys", stored, schema, "a key must give the same bytes for ever");
    }
  }

  /** The schema of the keys, if it is recorded. */
  @Nullable String key() throws RocksDBException {
    return text(KEY_ROW);
  }

  /** Records the schema of a state; refuses one under which the stored rows cannot be read. */
  void state(String name, String schema) throws RocksDBException {
    Schema requested = Schema.parse(checkLength("state " + name, schema));
    if (requested instanceof Schema.Plain plain && plain.word().equals("map")) {
      checkKey("the map keys of state " + name, plain.arguments().get(0));
    }
    byte[] row = utf8(STATE_PREFIX + name);
    @Nullable String stored = text(row);
    if (stored == null) {
      db.put(rows, writeOptions, row, utf8(schema));
      return;
    }
    if (stored.equals(schema)) {
      return;
    }
    Schema before = Schema.parse(stored);
    Optional<String> difference = SchemaEvolution.difference(before, requested);
    if (difference.isPresent()) {
      throw new IncompatibleStateException("state " + name, stored, schema, difference.get());
    }
    String merged = checkLength("state " + name, SchemaEvolution.merged(before, requested).text());
    if (!merged.equals(stored)) {
      db.put(rows, writeOptions, row, utf8(merged));
    }
  }

  /** Puts the schema of a state before the recorded one: {@code newer} must be able to follow. */
  void replace(String name, String older, String newer) throws RocksDBException {
    db.put(rows, writeOptions, utf8(STATE_PREFIX + name), utf8(older));
    state(name, newer);
  }

  /** The recorded schemas of all states by name. */
  Map<String, String> states() throws RocksDBException {
    Map<String, String> schemas = new TreeMap<>();
    try (RocksIterator at = db.newIterator(rows)) {
      for (at.seek(utf8(STATE_PREFIX)); at.isValid(); at.next()) {
        String row = new String(at.key(), StandardCharsets.UTF_8);
        if (!row.startsWith(STATE_PREFIX)) {
          break;
        }
        String schema = new String(at.value(), StandardCharsets.UTF_8);
        schemas.put(row.substring(STATE_PREFIX.length()), schema);
      }
      at.status();
    }
    return schemas;
  }

  private @Nullable String text(byte[] row) throws RocksDBException {
    byte[] stored = db.get(rows, row);
    return stored == null ? null : new String(stored, StandardCharsets.UTF_8);
  }

  private static void checkKey(String what, Schema schema) {
    Optional<String> problem = KeySchemas.problem(schema);
    if (problem.isPresent()) {
      throw new IllegalArgumentException(
          what + " cannot be " + schema.text() + ": " + problem.get());
    }
  }

  private static String checkLength(String what, String schema) {
    if (schema.length() > Schema.MAX_CHARS) {
      throw new IllegalArgumentException(
          "the schema of "
              + what
              + " has "
              + schema.length()
              + " characters, at most "
              + Schema.MAX_CHARS
              + " are allowed");
    }
    return schema;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
