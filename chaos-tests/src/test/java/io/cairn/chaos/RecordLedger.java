package io.cairn.chaos;

import io.cairn.api.Job;
import io.cairn.api.JobArguments;
import io.cairn.api.JobBuilder;
import io.cairn.api.KeyedContext;
import io.cairn.api.KeyedOperator;
import io.cairn.api.Output;
import io.cairn.api.Serializers;
import io.cairn.api.ValueState;
import io.cairn.api.files.TransactionalFileSink;
import io.cairn.api.generator.GeneratorSource;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/**
 * The job of the kill tests: every record is a number of its own, goes by its key to a counter, and
 * leaves one line, {@code number key count}, in a transactional sink. Endless until it is drained.
 *
 * <p>Each number is also written to a file of its task as soon as it is processed, outside of any
 * transaction: what is there twice was replayed. The operating system has it when the process dies.
 */
public final class RecordLedger implements Job {
  /** Instances of each operator. */
  public static final int PARALLELISM = 2;

  static final long KEYS = 2_000;

  public static final String OUTPUT = "output";
  public static final String WITNESS = "witness";
  public static final String RATE = "ratePerSecond";

  /** State per key that cannot be compressed, so that an upload has some megabytes. */
  private static final int PAGE_BYTES = 2_048;

  @Override
  public void define(JobBuilder job, JobArguments arguments) {
    long rate = arguments.integer(RATE, 1, 1_000_000, 4_000);
    URI output = URI.create(arguments.text(OUTPUT));
    Path witness = Path.of(arguments.text(WITNESS));
    job.source(
            "numbers",
            PARALLELISM,
            () -> new GeneratorSource<Long>(number -> number, 0, rate),
            Serializers.longs())
        .keyBy(RecordLedger::key, Serializers.longs())
        .process("ledger", PARALLELISM, () -> new Entries(witness), Serializers.string())
        .sink("lines", PARALLELISM, () -> new TransactionalFileSink<>(output, line -> line));
  }

  public static long key(long number) {
    return new Random(number).nextInt((int) KEYS);
  }

  /** Counts the records of each key. */
  static final class Entries implements KeyedOperator<Long, Long, String> {
    private final Path directory;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    @SuppressWarnings("NullAway.Init") // set by open, before all else
    private ValueState<Long> count;

    @SuppressWarnings("NullAway.Init") // set by open, before all else
    private ValueState<byte[]> page;

    @SuppressWarnings("NullAway.Init") // set by open, before all else
    private FileChannel witness;

    Entries(Path directory) {
      this.directory = directory;
    }

    @Override
    public void open(KeyedContext context) throws IOException {
      count = context.value("count", Serializers.longs());
      page = context.value("page", Serializers.bytes());
      Files.createDirectories(directory);
      witness =
          FileChannel.open(
              directory.resolve(context.attempt() + "-" + context.instance()),
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND);
    }

    @Override
    public void process(Long key, Long record, Output<String> out) throws Exception {
      Long before = count.get();
      long now = before == null ? 1 : before + 1;
      count.put(now);
      byte[] octets = new byte[PAGE_BYTES];
      new Random(record).nextBytes(octets);
      page.put(octets);
      number.clear().putLong(record).flip();
      while (number.hasRemaining()) {
        witness.write(number);
      }
      out.emit(record + " " + key + " " + now);
    }

    @Override
    public void close() throws IOException {
      witness.close();
    }
  }
}
