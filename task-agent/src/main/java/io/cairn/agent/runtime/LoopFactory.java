package io.cairn.agent.runtime;

import io.cairn.agent.channel.OutputChannel;
import io.cairn.api.JobDefinition;
import io.cairn.api.OperatorCode;
import io.cairn.api.Serializer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes a task's loop from the user code of its operator.
 *
 * <p>The casts are where the types of a definition meet again: {@link io.cairn.api.JobBuilder} only
 * lets an edge be made whose serializer is of the type that both of its ends have.
 */
final class LoopFactory {
  private final TaskWiring wiring;
  private final TaskIdentity identity;
  private final StoreContext context;
  private final TaskListener listener;
  private final TaskDirectories directories;

  LoopFactory(
      TaskWiring wiring,
      TaskIdentity identity,
      StoreContext context,
      TaskListener listener,
      TaskDirectories directories) {
    this.wiring = wiring;
    this.identity = identity;
    this.context = context;
    this.listener = listener;
    this.directories = directories;
  }

  TaskLoop create(List<OutputChannel> channels) {
    return definition().code(identity.operator()).match(new FromCode(channels));
  }

  private JobDefinition definition() {
    return identity.spec().definition();
  }

  private Snapshotter snapshotter(TaskOutput<?> output) {
    return new Snapshotter(identity.task(), context, directories, output, listener, wiring);
  }

  private TaskLoop inputLoop(InputCode code, TaskOutput<?> output) {
    return new InputLoop(code, wiring.inbox(), wiring.ports(), output, snapshotter(output));
  }

  @SuppressWarnings("unchecked")
  private <T> RecordInputs<T> inputs() {
    Map<Integer, Serializer<T>> serializers = new HashMap<>();
    for (InputPort port : wiring.ports()) {
      int edge = port.channel().key().edge();
      serializers.put(edge, (Serializer<T>) definition().link(edge).serializer());
    }
    return new RecordInputs<>(serializers);
  }

  @SuppressWarnings("unchecked")
  private <T> TaskOutput<T> output(List<OutputChannel> channels) {
    Map<Integer, List<OutputChannel>> byEdge = new TreeMap<>();
    for (OutputChannel channel : channels) {
      byEdge.computeIfAbsent(channel.key().edge(), edge -> new ArrayList<>()).add(channel);
    }
    List<EdgeWriter<T>> edges = new ArrayList<>();
    Optional<Serializer<T>> serializer = Optional.empty();
    for (Map.Entry<Integer, List<OutputChannel>> edge : byEdge.entrySet()) {
      JobDefinition.Link<T> link = (JobDefinition.Link<T>) definition().link(edge.getKey());
      int keyGroups = identity.graph().keyGroups();
      Optional<KeyAddress<T, ?>> keys =
          link.keyBy().map(keyBy -> new KeyAddress<>(keyBy, keyGroups));
      edges.add(new EdgeWriter<>(edge.getValue(), keys, identity.instance()));
      serializer = Optional.of(link.serializer());
    }
    return new TaskOutput<>(serializer, edges);
  }

  /** One loop for each kind of code. */
  private final class FromCode implements OperatorCode.Cases<TaskLoop> {
    private final List<OutputChannel> channels;

    FromCode(List<OutputChannel> channels) {
      this.channels = channels;
    }

    @Override
    public <T> TaskLoop source(OperatorCode.OfSource<T> source) {
      TaskOutput<T> output = output(channels);
      SourceLoop.Report report =
          new SourceLoop.Report() {
            @Override
            public void endOfInput() {
              listener.endOfInput(identity.task());
            }

            @Override
            public void barrierTaken(long checkpointId) {
              listener.barrierTaken(identity.task(), checkpointId);
            }
          };
      return new SourceLoop<>(
          source.code(), context, wiring.inbox(), output, snapshotter(output), report);
    }

    @Override
    public <T, R> TaskLoop operator(OperatorCode.OfOperator<T, R> operator) {
      TaskOutput<R> output = output(channels);
      RecordInputs<T> inputs = inputs();
      return inputLoop(
          new OperatorTaskCode<>(
              operator.code(), inputs, context, context.store().taskState(), output),
          output);
    }

    @Override
    public <K, T, R> TaskLoop keyed(OperatorCode.OfKeyed<K, T, R> keyed) {
      TaskOutput<R> output = output(channels);
      RecordInputs<T> inputs = inputs();
      KeyAddress<T, K> keys = new KeyAddress<>(keyed.keyBy(), identity.graph().keyGroups());
      return inputLoop(new KeyedTaskCode<>(keyed.code(), inputs, keys, context, output), output);
    }

    @Override
    public <T> TaskLoop sink(OperatorCode.OfSink<T> sink) {
      TaskOutput<T> none = output(List.of());
      RecordInputs<T> inputs = inputs();
      if (identity.spec().leavesTransactions()) {
        context.store().taskState().remove(TaskStateNames.TRANSACTIONS);
        context.store().taskState().remove(TaskStateNames.PREPARED);
      }
      return inputLoop(
          new SinkTaskCode<>(
              sink.code(),
              inputs,
              context,
              context.store().taskState(),
              identity.spec().restoredCheckpoint(),
              checkpointId -> listener.committed(identity.task(), checkpointId)),
          none);
    }
  }
}
