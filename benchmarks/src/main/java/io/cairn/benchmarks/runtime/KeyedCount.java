package io.cairn.benchmarks.runtime;

import io.cairn.api.Job;
import io.cairn.api.JobArguments;
import io.cairn.api.JobBuilder;
import io.cairn.api.KeyedContext;
import io.cairn.api.KeyedOperator;
import io.cairn.api.Output;
import io.cairn.api.Serializers;
import io.cairn.api.ValueState;
import io.cairn.api.generator.GeneratorSource;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The job that is measured: records with a key of 8 octets, drawn evenly from so many, and for each
 * key a count of 8 octets in RocksDB. Every record reads and writes its count.
 */
public final class KeyedCount implements Job {
  static final String KEYS = "keys";
  static final String RATE = "rate";
  static final String PARALLELISM = "parallelism";
  static final String PROGRESS = "progress";

  private static final int MOST = 1_000;

  /** Of the 64-bit finalizer of MurmurHash3 (A. Appleby, public domain). */
  private static final long MIX = 0xff51afd7ed558ccdL;

  @Override
  public void define(JobBuilder job, JobArguments arguments) {
    int parallelism = (int) arguments.integer(PARALLELISM, 1, MOST, 2);
    long keys = arguments.integer(KEYS, 1, Long.MAX_VALUE, 1_000_000);
    long rate = arguments.integer(RATE, 0, 1_000_000_000, 0);
    Path progress = Path.of(arguments.text(PROGRESS));
    var unused =
        job.source(
                "numbers",
                parallelism,
                () -> new GeneratorSource<Long>(n -> key(n, keys), 0, rate),
                Serializers.longs())
            .keyBy(key -> key, Serializers.longs())
            .process("count", parallelism, () -> new Count(progress), Serializers.longs());
  }

  static long key(long number, long keys) {
    long mixed = (number ^ number >>> 33) * MIX;
    return Math.floorMod(mixed ^ mixed >>> 33, keys);
  }

  /** Counts, and notes in a file when. */
  static final class Count implements KeyedOperator<Long, Long, Long> {
    private final Path directory;

    @SuppressWarnings("NullAway.Init") // set by open, before all else
    private ValueState<Long> count;

    @SuppressWarnings("NullAway.Init") // set by open, before all else
    private ProgressFile progress;

    Count(Path directory) {
      this.directory = directory;
    }

    @Override
    public void open(KeyedContext context) throws IOException {
      count = context.value("count", Serializers.longs());
      progress = ProgressFile.open(directory, context.instance());
      progress.begin();
    }

    @Override
    public void process(Long key, Long record, Output<Long> out) {
      Long before = count.get();
      count.put(before == null ? 1 : before + 1);
      progress.processed(System.nanoTime());
    }
  }
}
