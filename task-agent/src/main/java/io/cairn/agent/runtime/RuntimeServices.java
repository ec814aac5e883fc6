package io.cairn.agent.runtime;

import io.cairn.agent.channel.DataPlane;
import io.cairn.storage.state.StateResources;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * What all attempts on this agent share.
 *
 * @param agentId this agent's, as in {@link TaskPlace}
 * @param hadoopSettings for the file stores that user code opens
 * @param localStages for bringing local snapshots to their end; what waits holds tasks up in time
 * @param connectWithin how long an attempt waits until all its channels are connected
 */
public record RuntimeServices(
    String agentId,
    DataPlane dataPlane,
    StateResources stateResources,
    Map<String, String> hadoopSettings,
    Executor localStages,
    Duration connectWithin) {

  public RuntimeServices {
    hadoopSettings = Map.copyOf(hadoopSettings);
  }
}
