package io.cairn.examples.flights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairn.api.EdgeDescription;
import io.cairn.api.GraphDescription;
import io.cairn.api.JobArguments;
import io.cairn.api.JobDefinition;
import io.cairn.api.JobDefinitionException;
import io.cairn.api.OperatorDescription;
import io.cairn.api.OperatorKind;
import io.cairn.api.Partitioning;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlightDelaysTest {
  private static final Map<String, String> REQUIRED =
      Map.of("input", "file:///data/flights.csv", "output", "hdfs://localhost:8020/results");

  @Test
  void theGraphIsOneSourceTwoKeyedOperatorsAndOneSink() {
    GraphDescription graph = define("parallelism", "3").graph();

    assertEquals(
        List.of(
            new OperatorDescription("flights", OperatorKind.SOURCE, 3),
            new OperatorDescription("by-airport", OperatorKind.TRANSFORM, 3),
            new OperatorDescription("by-route", OperatorKind.TRANSFORM, 3),
            new OperatorDescription("results", OperatorKind.SINK, 3)),
        graph.operators());
    assertEquals(
        List.of(
            new EdgeDescription("flights", "by-airport", Partitioning.HASH),
            new EdgeDescription("flights", "by-route", Partitioning.HASH),
            new EdgeDescription("by-airport", "results", Partitioning.FORWARD),
            new EdgeDescription("by-route", "results", Partitioning.FORWARD)),
        graph.edges());
    assertEquals(12, graph.tasks());
  }

  @Test
  void equalArgumentsGiveAnEqualGraph() {
    assertEquals(define("repeat", "7").graph(), define("repeat", "7").graph());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "input        | /data/flights.csv | argument 'input': '/data/flights.csv' has no scheme; "
            + "write file:///path or hdfs://host:port/path",
        "onBrokenLine | maybe | argument 'onBrokenLine': 'maybe' is neither skip nor fail",
        "repeat       | 0     | argument 'repeat': '0' is not a whole number from 1 to 1000000",
        "parallelism  | 129   | argument 'parallelism': '129' is not a whole number from 1 to 128",
      })
  void aWrongArgumentIsNamed(String name, String value, String message) {
    JobDefinitionException wrong =
        assertThrows(JobDefinitionException.class, () -> define(name, value));

    assertEquals(message, wrong.getMessage());
  }

  @Test
  void aMissingArgumentIsNamed() {
    JobDefinitionException missing =
        assertThrows(
            JobDefinitionException.class,
            () -> JobDefinition.of(new FlightDelays(), JobArguments.none()));

    assertEquals("argument 'input' is missing: give input=…", missing.getMessage());
  }

  private static JobDefinition define(String name, String value) {
    Map<String, String> arguments = new TreeMap<>(REQUIRED);
    arguments.put(name, value);
    return JobDefinition.of(new FlightDelays(), JobArguments.of(arguments));
  }
}
