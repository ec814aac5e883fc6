package io.cairn.agent.runtime;

import io.cairn.agent.channel.InputChannel;
import io.cairn.agent.channel.OutputChannel;
import io.cairn.storage.state.KeyedStateStore;
import io.cairn.storage.state.StateSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What a task is connected to. Filled before its thread starts; then the inbox is any thread's and
 * the rest the task's.
 */
final class TaskWiring {
  private final TaskIdentity identity;
  private final RuntimeServices services;
  private final TaskDirectories directories;
  private final TaskListener listener;
  private final Consumer<TaskFailure> failures;
  private final TaskInbox inbox = new TaskInbox();
  private final List<InputPort> ports = new ArrayList<>();
  private final List<CompletableFuture<OutputChannel>> outputs = new ArrayList<>();

  TaskWiring(
      TaskIdentity identity,
      RuntimeServices services,
      TaskDirectories directories,
      TaskListener listener,
      Consumer<TaskFailure> failures) {
    this.identity = identity;
    this.services = services;
    this.directories = directories;
    this.listener = listener;
    this.failures = failures;
  }

  TaskInbox inbox() {
    return inbox;
  }

  List<InputPort> ports() {
    return ports;
  }

  /** In the order of {@link TaskTopology#outputs}. */
  List<CompletableFuture<OutputChannel>> outputs() {
    return outputs;
  }

  KeyedStateStore openStore() throws IOException {
    int keyGroups = identity.graph().keyGroups();
    return KeyedStateStore.open(
        directories.state(identity.task()),
        new StateSettings(services.stateResources(), keyGroups, identity.keyGroups()));
  }

  /** Where snapshots are brought to their end. */
  Executor localStages() {
    return services.localStages();
  }

  /** The task cannot go on, as was found beside its own thread. Any thread. */
  void failed(String reason) {
    failures.accept(new TaskFailure(identity.task(), identity.shown() + ": " + reason, false));
  }

  /** Makes what the task runs from its user code. */
  TaskLoop loop(KeyedStateStore store, List<OutputChannel> channels) {
    StoreContext context = new StoreContext(identity, store, services.hadoopSettings());
    return new LoopFactory(this, identity, context, listener, directories).create(channels);
  }

  void closeInputs() {
    ports.stream().map(InputPort::channel).forEach(InputChannel::close);
  }
}
