package io.cairn.storage.state;

import java.nio.file.Path;
import java.util.List;

/**
 * Asks for the state of one task, to be put together from that of older tasks at another
 * parallelism.
 *
 * @param target a directory that does not exist or is empty
 * @param settings of the new task
 * @param instance the new task's place among its operator's, from 0
 * @param parallelism how many tasks its operator has now
 * @param parts all older tasks of the operator, in the order of their instances
 */
public record RescaleRequest(
    Path target, StateSettings settings, int instance, int parallelism, List<StatePart> parts) {

  /** Checks the instance and copies the parts. */
  public RescaleRequest {
    if (instance < 0 || instance >= parallelism || parts.isEmpty()) {
      throw new IllegalArgumentException(
          "instance " + instance + " of " + parallelism + " from " + parts.size() + " tasks");
    }
    parts = List.copyOf(parts);
  }
}
