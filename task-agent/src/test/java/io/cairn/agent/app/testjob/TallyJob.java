package io.cairn.agent.app.testjob;

import io.cairn.api.Job;
import io.cairn.api.JobArguments;
import io.cairn.api.JobBuilder;
import io.cairn.api.KeyedContext;
import io.cairn.api.KeyedOperator;
import io.cairn.api.Output;
import io.cairn.api.Serializers;
import io.cairn.api.TaskList;
import io.cairn.api.ValueState;
import io.cairn.api.files.FileSource;
import io.cairn.api.files.TransactionalFileSink;
import java.net.URI;
import java.util.List;

/** Writes for each word of the input how often it has come so far: a gap or a duplicate shows. */
public final class TallyJob implements Job {

  @Override
  public void define(JobBuilder job, JobArguments arguments) {
    URI input = URI.create(arguments.text("input"));
    URI output = URI.create(arguments.text("output"));
    double rate = (double) arguments.integer("rate", 0, 1_000_000, 0);
    job.source(
            "words",
            2,
            () -> FileSource.lines(input, line -> line).ratePerSecond(rate).build(),
            Serializers.string())
        .keyBy(word -> word, Serializers.string())
        .process("tally", 2, Tally::new, Serializers.string())
        .sink("out", 1, () -> new TransactionalFileSink<>(output, line -> line));
  }

  /** Counts. Its state is small, but too large to travel in an ack. */
  static final class Tally implements KeyedOperator<String, String, String> {
    private static final int BALLAST_CHARS = 4_096;

    private ValueState<Long> count;

    @Override
    public void open(KeyedContext context) {
      context
          .taskList("ballast", Serializers.string(), TaskList.Sharing.DEALT)
          .set(List.of("x".repeat(BALLAST_CHARS)));
      count = context.value("count", Serializers.longs());
    }

    @Override
    public void process(String word, String line, Output<String> out) throws Exception {
      long now = count.getOr(0L) + 1;
      count.put(now);
      out.emit(word + " " + now);
    }
  }
}
