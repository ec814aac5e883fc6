package io.cairn.examples.wordcount;

import io.cairn.api.Job;
import io.cairn.api.JobArguments;
import io.cairn.api.JobBuilder;
import io.cairn.api.KeyedContext;
import io.cairn.api.KeyedOperator;
import io.cairn.api.Keys;
import io.cairn.api.Output;
import io.cairn.api.Serializers;
import io.cairn.api.ValueState;
import io.cairn.api.files.FileSource;
import io.cairn.api.files.TransactionalFileSink;
import java.net.URI;
import java.util.Locale;

/** Counts the words of a text file, and writes a line for each word when the input has ended. */
public final class WordCount implements Job {

  @Override
  public void define(JobBuilder job, JobArguments arguments) {
    URI input = URI.create(arguments.text("input"));
    URI output = URI.create(arguments.text("output"));
    job.source(
            "lines", 2, () -> FileSource.lines(input, line -> line).build(), Serializers.string())
        .process("words", 2, () -> WordCount::split, Serializers.string())
        .keyBy(word -> word, Serializers.string())
        .process("counts", 2, Count::new, Serializers.string())
        .sink("results", 2, () -> new TransactionalFileSink<>(output, line -> line));
  }

  static void split(String line, Output<String> out) throws Exception {
    for (String word : line.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
      if (!word.isEmpty()) {
        out.emit(word);
      }
    }
  }

  /** Its state is in RocksDB, in each checkpoint, and back after a failure. */
  static final class Count implements KeyedOperator<String, String, String> {
    @SuppressWarnings("NullAway.Init") // set by open, before all else
    private ValueState<Long> count;

    @Override
    public void open(KeyedContext context) {
      count = context.value("count", Serializers.longs());
    }

    @Override
    public void process(String word, String record, Output<String> out) throws Exception {
      count.put(count.getOr(0L) + 1);
    }

    @Override
    public void endOfInput(Keys<String> words, Output<String> out) throws Exception {
      words.forEach("count", word -> out.emit(word + " " + count.getOr(0L)));
    }
  }
}
