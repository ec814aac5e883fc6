package io.cairn.agent.runtime;

import io.cairn.api.JobArguments;
import io.cairn.api.KeyGroupRange;
import io.cairn.api.KeyedContext;
import io.cairn.api.ListState;
import io.cairn.api.MapState;
import io.cairn.api.Serializer;
import io.cairn.api.TaskList;
import io.cairn.api.Timers;
import io.cairn.api.ValueState;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.blob.BlobStores;
import io.cairn.storage.state.KeyedStateStore;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What user code is told about its task, and its states in the task's store. */
final class StoreContext implements KeyedContext {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  private final TaskIdentity identity;
  private final KeyedStateStore store;
  private final Map<String, String> hadoopSettings;
  private final Set<String> declared = new HashSet<>();
  private final Map<String, HeldList<?>> lists = new TreeMap<>();
  private @Nullable KeyTimers timers;
  private boolean sealed;

  StoreContext(TaskIdentity identity, KeyedStateStore store, Map<String, String> hadoopSettings) {
    this.identity = identity;
    this.store = store;
    this.hadoopSettings = hadoopSettings;
  }

  KeyedStateStore store() {
    return store;
  }

  /** No state is declared from now on. */
  void seal() {
    sealed = true;
  }

  void checkDeclared(String name) {
    if (!declared.contains(name)) {
      throw new IllegalArgumentException("no state '" + name + "' was declared: " + declared);
    }
  }

  @Override
  public <V> ValueState<V> value(String name, Serializer<V> serializer) {
    declare(name);
    return StateAdapters.value(store.value(name, StateAdapters.serializer(serializer)));
  }

  @Override
  public <V> ListState<V> list(String name, Serializer<V> serializer) {
    declare(name);
    return StateAdapters.list(store.list(name, StateAdapters.serializer(serializer)));
  }

  @Override
  public <M, V> MapState<M, V> map(
      String name, Serializer<M> keySerializer, Serializer<V> serializer) {
    declare(name);
    return StateAdapters.map(
        store.map(
            name, StateAdapters.serializer(keySerializer), StateAdapters.serializer(serializer)));
  }

  @Override
  public <V> TaskList<V> taskList(String name, Serializer<V> serializer, TaskList.Sharing sharing) {
    checkName(name);
    if (lists.containsKey(name)) {
      throw new IllegalArgumentException("list '" + name + "' is declared twice");
    }
    HeldList<V> list =
        HeldList.open(TaskStateNames.LIST + name, serializer, sharing, store.taskState());
    lists.put(name, list);
    return list;
  }

  /** Puts the task's lists into its state, before a snapshot. */
  void keepLists() throws IOException {
    for (HeldList<?> list : lists.values()) {
      list.keep();
    }
  }

  @Override
  public Timers timers() {
    if (timers == null) {
      if (sealed) {
        throw new IllegalStateException("timers() comes after open()");
      }
      timers = new KeyTimers(store);
    }
    return timers;
  }

  /** The timers, if the user code has asked for them. */
  @Nullable KeyTimers keyTimers() {
    return timers;
  }

  @Override
  public long jobId() {
    return identity.spec().jobId();
  }

  @Override
  public long attempt() {
    return identity.spec().attempt();
  }

  @Override
  public String operatorId() {
    return identity.description().id();
  }

  @Override
  public int instance() {
    return identity.instance();
  }

  @Override
  public int parallelism() {
    return identity.description().parallelism();
  }

  @Override
  public JobArguments arguments() {
    return identity.spec().arguments();
  }

  @Override
  public KeyGroupRange keyGroups() {
    var range = identity.keyGroups();
    return new KeyGroupRange(range.first(), range.last());
  }

  @Override
  public Optional<byte[]> restored() {
    return Optional.ofNullable(store.taskState().get(TaskStateNames.USER));
  }

  @Override
  public Optional<List<byte[]>> restoredSplits() {
    return Optional.ofNullable(store.taskState().getList(TaskStateNames.SPLITS));
  }

  @Override
  public BlobStore openBlobStore(URI root) throws IOException {
    return BlobStores.open(root, hadoopSettings);
  }

  private static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("state name '" + name + "' must match " + NAME);
    }
  }

  private void declare(String name) {
    if (sealed) {
      throw new IllegalStateException("state '" + name + "' is declared after open()");
    }
    checkName(name);
    if (!declared.add(name)) {
      throw new IllegalArgumentException("state '" + name + "' is declared twice");
    }
  }
}
