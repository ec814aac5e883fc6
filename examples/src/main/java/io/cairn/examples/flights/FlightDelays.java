package io.cairn.examples.flights;

import io.cairn.api.Job;
import io.cairn.api.JobArguments;
import io.cairn.api.JobBuilder;
import io.cairn.api.JobDefinitionException;
import io.cairn.api.Serializers;
import io.cairn.api.Stream;
import io.cairn.api.files.BrokenLines;
import io.cairn.api.files.FileSource;
import io.cairn.api.files.FileSourceSettings;
import io.cairn.api.files.TransactionalFileSink;
import java.net.URI;

/**
 * The job {@code flight-delays}: how many flights left each airport and flew each route, and how
 * late. It writes a line for each flight and key, and a last one for each key at the end of the
 * input; see {@link ResultLine}.
 *
 * <pre>
 * flights --by origin--&gt; by-airport --+
 *    |                                +--&gt; results
 *    +------by route---&gt; by-route ----+
 * </pre>
 *
 * <p>Arguments:
 *
 * <ul>
 *   <li>{@code input}: URI of the file, {@code file:///…} or {@code hdfs://…}; its columns are
 *       those of {@link Flight}. Each agent must be able to read it.
 *   <li>{@code output}: URI of a directory; lines are in the files of its directory {@code
 *       committed}
 *   <li>{@code repeat}: how often the file is read, default 1
 *   <li>{@code ratePerSecond}: flights per second of all sources together, about; default 0: as
 *       fast as possible
 *   <li>{@code parallelism}: instances of each operator, default 2
 *   <li>{@code onBrokenLine}: {@code skip} or {@code fail}, default {@code fail}
 * </ul>
 */
public final class FlightDelays implements Job {

  /** The name under which the demo and the documents run it. */
  public static final String NAME = "flight-delays";

  /** A repetition count above this is surely a slip of the keyboard. */
  private static final long MAX_REPEAT = 1_000_000;

  private static final long MAX_RATE = 100_000_000;

  @Override
  public void define(JobBuilder job, JobArguments arguments) {
    int parallelism = (int) arguments.integer("parallelism", 1, JobBuilder.DEFAULT_KEY_GROUPS, 2);
    FileSourceSettings<Flight> input = input(arguments, parallelism);
    URI output = uri(arguments, "output");
    Stream<Flight> flights = job.source("flights", parallelism, input::build, Flight.SERIALIZER);
    Stream<String> byAirport = statistics(flights, KeyKind.AIRPORT, parallelism);
    Stream<String> byRoute = statistics(flights, KeyKind.ROUTE, parallelism);
    byAirport
        .union(byRoute)
        .sink("results", parallelism, () -> new TransactionalFileSink<>(output, line -> line));
  }

  private static Stream<String> statistics(Stream<Flight> flights, KeyKind kind, int parallelism) {
    return flights
        .keyBy(kind::keyOf, Serializers.string())
        .process(
            "by-" + kind.word(),
            parallelism,
            () -> new DelayStatistics(kind),
            Serializers.string());
  }

  private static FileSourceSettings<Flight> input(JobArguments arguments, int parallelism) {
    long rate = arguments.integer("ratePerSecond", 0, MAX_RATE, 0);
    URI file = uri(arguments, "input");
    try {
      return FileSource.lines(file, Flight::parse)
          .headerLines(1)
          .repeat(arguments.integer("repeat", 1, MAX_REPEAT, 1))
          .ratePerSecond((double) rate / parallelism)
          .onBrokenLine(onBrokenLine(arguments));
    } catch (IllegalArgumentException e) {
      throw new JobDefinitionException("argument 'input': " + e.getMessage());
    }
  }

  private static BrokenLines onBrokenLine(JobArguments arguments) {
    String policy = arguments.text("onBrokenLine", "fail");
    return switch (policy) {
      case "skip" -> BrokenLines.SKIP;
      case "fail" -> BrokenLines.FAIL;
      default ->
          throw new JobDefinitionException(
              "argument 'onBrokenLine': '" + policy + "' is neither skip nor fail");
    };
  }

  private static URI uri(JobArguments arguments, String name) {
    String text = arguments.text(name);
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new JobDefinitionException(
          "argument '" + name + "': '" + text + "' is no URI: " + e.getMessage());
    }
    if (uri.getScheme() == null) {
      throw new JobDefinitionException(
          "argument '"
              + name
              + "': '"
              + text
              + "' has no scheme; write file:///path or hdfs://host:port/path");
    }
    return uri;
  }
}
