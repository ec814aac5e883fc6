package io.cairn.storage.state;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * Records the schemas of several older tasks in one database. All ran the same code, but one of
 * them may not have opened a state yet under the newest schema. Of the database's owner thread.
 */
final class PartSchemas {

  private final StoredSchemas target;

  PartSchemas(StoredSchemas target) {
    this.target = target;
  }

  /** Adds an older task's; refuses what does not go together, in either order. */
  void take(StoredSchemas part) throws RocksDBException {
    @Nullable String key = part.key();
    if (key != null) {
      target.key(key);
    }
    Map<String, String> known = target.states();
    for (Map.Entry<String, String> state : part.states().entrySet()) {
      String name = state.getKey();
      try {
        target.state(name, state.getValue());
      } catch (IncompatibleStateException e) {
        @Nullable String newer = known.get(name);
        if (newer == null) {
          throw e;
        }
        target.replace(name, state.getValue(), newer);
      }
    }
  }
}
