package io.cairn.agent.runtime;

import io.cairn.agent.channel.InputChannel;
import io.cairn.agent.channel.OutputChannel;
import io.cairn.storage.state.KeyedStateStore;
import io.cairn.storage.state.StateSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What a task is connected to. Filled before its thread starts; then the inbox is any thread's and
 * the rest the task's.
 */
final class TaskWiring {
  private final TaskIdentity identity;
  private final RuntimeServices services;
  private final TaskDirectories directories;
  private final TaskListener listener;
  private final TaskInbox inbox = new TaskInbox();
  private final List<InputPort> ports = new ArrayList<>();
  private final List<CompletableFuture<OutputChannel>> outputs = new ArrayList<>();

  TaskWiring(
      TaskIdentity identity,
      RuntimeServices services,
      TaskDirectories directories,
      TaskListener listener) {
    this.identity = identity;
    this.services = services;
    this.directories = directories;
    this.listener = listener;
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

  /** Makes what the task runs from its user code. */
  TaskLoop loop(KeyedStateStore store, List<OutputChannel> channels) {
    StoreContext context = new StoreContext(identity, store, services.hadoopSettings());
    return new LoopFactory(this, identity, context, listener, directories).create(channels);
  }

  void closeInputs() {
    ports.stream().map(InputPort::channel).forEach(InputChannel::close);
  }
}
