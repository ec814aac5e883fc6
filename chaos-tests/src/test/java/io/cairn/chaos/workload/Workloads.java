package io.cairn.chaos.workload;

import io.cairn.chaos.check.CheckpointReader;
import java.nio.file.Path;
import java.util.List;

/** The workloads by name. */
public final class Workloads {
  public static final List<String> NAMES =
      List.of("flight-delays", "bank", "sequence", "sink", "registers");

  private Workloads() {}

  /**
   * A new one.
   *
   * @param reader reads checkpoints back for those that look into them
   * @param root of the checkout, where the input of the examples lies
   * @throws IllegalArgumentException that names those that exist
   */
  public static Workload named(String name, CheckpointReader reader, Path root) {
    return switch (name) {
      case "flight-delays" ->
          new FlightDelaysLoad(root.resolve("examples/data/flights-2001-20k.csv"));
      case "bank" -> new BankLoad(reader);
      case "sequence" -> new SequenceLoad(name, false);
      case "sink" -> new SequenceLoad(name, true);
      case "registers" -> new RegistersLoad();
      default ->
          throw new IllegalArgumentException("no workload '" + name + "'; there are " + NAMES);
    };
  }
}
