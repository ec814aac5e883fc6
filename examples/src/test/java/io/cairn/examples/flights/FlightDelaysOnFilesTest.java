package io.cairn.examples.flights;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairn.api.JobArguments;
import io.cairn.api.JobDefinition;
import io.cairn.api.OperatorCode;
import io.cairn.api.Poll;
import io.cairn.api.Sink;
import io.cairn.api.Source;
import io.cairn.examples.FilesContext;
import io.cairn.examples.KeyedRun;
import io.cairn.examples.flights.verdict.CommittedOutput;
import io.cairn.examples.flights.verdict.ExpectedResults;
import io.cairn.examples.flights.verdict.OutputFiles;
import io.cairn.examples.flights.verdict.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job's parts one after the other, with its real source and sink, but without a cluster. */
class FlightDelaysOnFilesTest {
  private static final int REPEAT = 2;
  private static final int PARALLELISM = 3;
  private static final int FLIGHTS = 500;

  @TempDir Path directory;
  private Path input;
  private JobDefinition job;

  @BeforeEach
  void writeInput() throws Exception {
    List<String> lines = new ArrayList<>(Files.readAllLines(Path.of("data/flights-2001-20k.csv")));
    List<String> some = lines.subList(0, FLIGHTS + 1);
    some.add(300, "a broken line");
    input = Files.write(directory.resolve("flights.csv"), some);
    Map<String, String> arguments =
        Map.of(
            "input",
            input.toUri().toString(),
            "output",
            directory.resolve("results").toUri().toString(),
            "repeat",
            String.valueOf(REPEAT),
            "parallelism",
            String.valueOf(PARALLELISM),
            "onBrokenLine",
            "skip");
    job = JobDefinition.of(new FlightDelays(), JobArguments.of(arguments));
  }

  @Test
  void whatTheSinkCommitsIsExact() throws Exception {
    List<Flight> flights = new ArrayList<>();
    for (int instance = 0; instance < PARALLELISM; instance++) {
      flights.addAll(read(instance));
    }
    assertEquals(FLIGHTS * REPEAT, flights.size());
    int sinkInstance = 0;
    for (KeyKind kind : KeyKind.values()) {
      KeyedRun<String, Flight> run = new KeyedRun<>(new DelayStatistics(kind));
      for (Flight flight : flights) {
        run.process(kind.keyOf(flight), flight);
      }
      run.endOfInput();
      write(sinkInstance++, run.emitted());
    }

    ExpectedResults expected = ExpectedResults.of(input, REPEAT, true);
    Verdict verdict = Verdict.of(expected, committed());

    assertEquals(List.of(), verdict.first());
    assertEquals(2L * FLIGHTS * REPEAT, verdict.updates());
    assertEquals(2, committed().files());
  }

  @SuppressWarnings("unchecked") // operator 0 is the source of flights
  private List<Flight> read(int instance) throws Exception {
    List<Flight> flights = new ArrayList<>();
    var code = (OperatorCode.OfSource<Flight>) job.code(0);
    Source<Flight> source = code.code().get();
    source.open(new FilesContext("flights", instance, PARALLELISM));
    while (source.poll(flights::add).state() != Poll.State.END) {
      // the next poll goes on
    }
    source.close();
    return flights;
  }

  @SuppressWarnings("unchecked") // operator 3 is the sink of lines
  private void write(int instance, List<String> lines) throws Exception {
    var code = (OperatorCode.OfSink<String>) job.code(3);
    Sink<String> sink = code.code().get();
    sink.open(new FilesContext("results", instance, PARALLELISM));
    sink.restore(List.of());
    for (String line : lines) {
      sink.write(line);
    }
    byte[] transaction = sink.prepare(1).orElseThrow();
    assertEquals(instance, committed().files(), "visible before it is committed");
    sink.commit(transaction);
    sink.close();
  }

  private CommittedOutput committed() throws Exception {
    return CommittedOutput.read(OutputFiles.local(directory.resolve("results/committed")));
  }
}
