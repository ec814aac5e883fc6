package io.cairn.storage.state;

import io.cairn.storage.snapshot.LocalSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state of one task: keyed states by name, and its {@link TaskState}.
 *
 * <p>Thread rule: of one owner thread, the task's; only {@link #close} may come from another one,
 * after the owner has stopped.
 *
 * <p>Durability: none but by snapshots. There is no write-ahead log, so after a crash the directory
 * is worthless and the task is restored into a new one.
 *
 * <p>RocksDB is opened with the first keyed state, so a task without keys costs no files.
 */
public final class KeyedStateStore implements AutoCloseable {

  /** The directory of RocksDB's files, within the store's and within a snapshot's directory. */
  static final String DATABASE_DIRECTORY = "db";

  private final Path directory;
  private final StateSettings settings;
  private final UUID writer = UUID.randomUUID();
  private final CurrentKey currentKey;
  private final SstCatalog ssts;
  private final InMemoryTaskState taskState;
  private @Nullable StateDatabase database;
  private @Nullable String keySchema;
  private @Nullable PendingSnapshot newestSnapshot;
  private boolean closed;

  private KeyedStateStore(Path directory, StateSettings settings) throws IOException {
    this.directory = directory;
    this.settings = settings;
    this.currentKey = new CurrentKey(settings.range());
    this.ssts = SstCatalog.open(directory, writer);
    this.taskState = InMemoryTaskState.read(directory.resolve(LocalSnapshot.TASK_STATE_FILE));
    if (taskState.rows().isPresent()) {
      // A database beside the rows is of a process that opened this directory and has ended.
      StateRescale.deleteAll(databaseDirectory());
      database = StateDatabase.open(databaseDirectory(), settings, taskState.rows());
      taskState.forgetRows();
    } else if (Files.exists(databaseDirectory())) {
      database = StateDatabase.open(databaseDirectory(), settings);
    }
  }

  /**
   * Opens the store in a directory that is new or holds what was restored into it.
   *
   * @throws IncompatibleStateException if the state there has another number of key groups
   * @throws IOException if the directory cannot be read or holds damaged files
   */
  public static KeyedStateStore open(Path directory, StateSettings settings) throws IOException {
    Files.createDirectories(directory);
    settings.resources().acquire();
    try {
      return new KeyedStateStore(directory, settings);
    } catch (IOException | RuntimeException e) {
      settings.resources().release();
      throw e;
    }
  }

  /**
   * Opens a store on the state of older tasks, of another parallelism, in a new directory. The
   * older tasks' directories are used up.
   *
   * @throws IncompatibleStateException if the older tasks' states do not go together, or a blob of
   *     theirs cannot be shared out
   * @throws IllegalArgumentException if the parts do not cover each key group exactly once
   * @throws IOException if something cannot be read or written; the target is worthless then
   */
  public static KeyedStateStore openRescaled(RescaleRequest request) throws IOException {
    StateRescale.assemble(request);
    return open(request.target(), request.settings());
  }

  /**
   * Opens a state with one value per key.
   *
   * @param name {@code [a-z0-9][a-z0-9._-]{0,63}}
   * @throws IncompatibleStateException if the stored state has another kind or schema
   */
  public <T> ValueState<T> value(String name, Serializer<T> serializer) {
    String schema = "value<" + serializer.schema() + ">";
    return new RocksValueState<>(openDatabase().family(name, schema), currentKey, serializer);
  }

  /** Opens a state with a list per key; see {@link #value}. */
  public <T> ListState<T> list(String name, Serializer<T> serializer) {
    String schema = "list<" + serializer.schema() + ">";
    return new RocksListState<>(openDatabase().family(name, schema), currentKey, serializer);
  }

  /** Opens a state with a map per key; see {@link #value}. */
  public <K, V> MapState<K, V> map(String name, Serializer<K> keys, Serializer<V> values) {
    String schema = "map<" + keys.schema() + "," + values.schema() + ">";
    return new RocksMapState<>(openDatabase().family(name, schema), currentKey, keys, values);
  }

  /**
   * Says how the keys of this store are written. The schema is recorded with the first keyed state,
   * and compared with the recorded one from then on.
   *
   * @param schema of the keys' serializer
   * @throws IncompatibleStateException if the stored keys have another schema
   * @throws IllegalArgumentException if equal values of the schema can have different bytes
   */
  public void declareKeys(String schema) {
    checkOpen();
    keySchema = schema;
    if (database != null) {
      database.key(schema);
    }
  }

  /** The small blobs without a key. */
  public TaskState taskState() {
    return taskState;
  }

  /**
   * Sets the key that all keyed states are about from now on.
   *
   * @param key the serialized key; not changed by the caller afterwards
   * @param keyGroup {@link KeyGroups#ofKey} of it
   * @throws IllegalArgumentException if this task does not own the key group
   */
  public void setCurrentKey(byte[] key, int keyGroup) {
    currentKey.set(key, keyGroup);
  }

  /** The same with a key that is the first so many bytes of an array, which are copied. */
  public void setCurrentKey(byte[] bytes, int length, int keyGroup) {
    currentKey.set(bytes, length, keyGroup);
  }

  /** Sets the current key from its serialized form and computes the key group. */
  public void setCurrentKey(byte[] key) {
    currentKey.set(key, KeyGroups.ofKey(key, settings.keyGroups()));
  }

  /**
   * Visits the keys that have something in a state, in the order of key groups; the visitor sees
   * the keys as they were at the beginning and may change the state. Afterwards no key is current.
   *
   * @param name of a state that is open
   */
  public void forEachKey(String name, KeyVisitor visitor) {
    openDatabase().openFamily(name).forEachKey(currentKey, visitor);
  }

  /** The number of keys in a state that is open, by visiting them all: for tests and tools. */
  public long countKeys(String name) {
    long[] count = {0};
    forEachKey(name, (key, keyGroup) -> count[0]++);
    return count[0];
  }

  /**
   * How long writes have waited for snapshots that were under way, in all, in nanoseconds. Owner
   * thread.
   */
  public long waitedForSnapshotsNanos() {
    return database == null ? 0 : database.waitedNanos();
  }

  /** What RocksDB says it holds in write buffers for this store, in bytes. Owner thread. */
  public long writeBufferBytes() {
    return database == null ? 0 : database.writeBufferBytes();
  }

  /**
   * Takes a snapshot into a new directory, durably, and waits for it; see {@link #beginSnapshot}.
   *
   * @throws IOException if it failed
   */
  public LocalSnapshot snapshotLocal(Path snapshotDirectory) throws IOException {
    return beginSnapshot(snapshotDirectory).finish();
  }

  /**
   * Begins a snapshot of the state as it is now, into a new directory. The parent directory must
   * exist, and on the same file system. {@link PendingSnapshot#finish} does the rest, on another
   * thread while this one goes on reading and writing, or on this one.
   *
   * <p>One snapshot of a store is under way at a time: this waits until the one before is finished
   * or has failed.
   *
   * @throws IOException if it failed, or this thread was interrupted, which stays set
   */
  public PendingSnapshot beginSnapshot(Path snapshotDirectory) throws IOException {
    checkOpen();
    if (newestSnapshot != null) {
      newestSnapshot.awaitOver();
    }
    Optional<SmallRows> rows =
        database == null
            ? Optional.empty()
            : database.smallRows(settings.smallStateBytes() - taskState.bytes());
    byte[] sealed = rows.isPresent() ? taskState.seal(rows.get()) : taskState.seal();
    BarrierCut cut = null;
    if (database != null && rows.isEmpty()) {
      Files.createDirectory(snapshotDirectory);
      cut = database.cut();
    }
    newestSnapshot = new PendingSnapshot(snapshotDirectory, sealed, cut, ssts, writer);
    return newestSnapshot;
  }

  /** What its RocksDB says now; some microseconds. */
  public StateFigures figures() {
    checkOpen();
    return database == null ? StateFigures.NONE : database.figures();
  }

  /**
   * Closes all of it, and cancels a snapshot that is under way; the files stay. Does nothing when
   * closed already.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (newestSnapshot != null) {
      newestSnapshot.cancel();
    }
    if (database != null) {
      database.close();
    }
    settings.resources().release();
  }

  private StateDatabase openDatabase() {
    checkOpen();
    if (database == null) {
      try {
        database = StateDatabase.open(databaseDirectory(), settings);
      } catch (IOException e) {
        throw new StateAccessException("cannot open the state in " + directory, e);
      }
      if (keySchema != null) {
        database.key(keySchema);
      }
    }
    return database;
  }

  private Path databaseDirectory() {
    return directory.resolve(DATABASE_DIRECTORY);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the state store in " + directory + " is closed");
    }
  }
}
