package io.cairn.examples.orders;

import io.cairn.api.Job;
import io.cairn.api.JobArguments;
import io.cairn.api.JobBuilder;
import io.cairn.api.KeyedContext;
import io.cairn.api.KeyedOperator;
import io.cairn.api.Output;
import io.cairn.api.Serializers;
import io.cairn.api.Stream;
import io.cairn.api.ValueState;
import io.cairn.api.files.FileSource;
import io.cairn.api.files.TransactionalFileSink;
import java.net.URI;

/**
 * Writes a receipt for each order that is paid. Arguments: {@code orders} and {@code payments},
 * URIs of files with lines {@code order,cents}; {@code output}, URI of a directory; {@code
 * parallelism}.
 *
 * <pre>
 * orders ---+
 *           +--by order--&gt; match --&gt; receipts --&gt; results
 * payments -+
 * </pre>
 */
public final class OrderReceipts implements Job {

  @Override
  public void define(JobBuilder job, JobArguments arguments) {
    int parallelism = (int) arguments.integer("parallelism", 1, JobBuilder.DEFAULT_KEY_GROUPS, 2);
    URI output = URI.create(arguments.text("output"));
    source(job, "orders", false, arguments, parallelism)
        .union(source(job, "payments", true, arguments, parallelism))
        .keyBy(Entry::order, Serializers.string())
        .process("match", parallelism, Match::new, Serializers.string())
        .process("receipts", parallelism, ReceiptNumbers::new, Serializers.string())
        .sink("results", parallelism, () -> new TransactionalFileSink<>(output, line -> line));
  }

  private static Stream<Entry> source(
      JobBuilder job, String id, boolean payment, JobArguments arguments, int parallelism) {
    URI file = URI.create(arguments.text(id));
    return job.source(
        id,
        parallelism,
        () -> FileSource.lines(file, line -> Entry.parse(line, payment)).build(),
        Serializers.records(Entry.class));
  }

  /**
   * A line of either input. Inputs of two kinds meet in one type; which one it is, a field says.
   *
   * @param order its id
   * @param payment whether it is a payment, else an order
   */
  record Entry(String order, boolean payment, long cents) {
    static Entry parse(String line, boolean payment) {
      String[] fields = line.split(",", -1);
      if (fields.length != 2) {
        throw new IllegalArgumentException("not an order and cents: \"" + line + "\"");
      }
      return new Entry(fields[0], payment, Long.parseLong(fields[1].strip()));
    }
  }

  /** Waits, per order, for the other of the two. */
  static final class Match implements KeyedOperator<String, Entry, String> {
    @SuppressWarnings("NullAway.Init") // set by open, before all else
    private ValueState<Entry> waiting;

    @Override
    public void open(KeyedContext context) {
      waiting = context.value("waiting", Serializers.records(Entry.class));
    }

    @Override
    public void process(String order, Entry entry, Output<String> out) throws Exception {
      Entry other = waiting.get();
      if (other == null) {
        waiting.put(entry);
      } else if (other.payment() != entry.payment() && other.cents() == entry.cents()) {
        waiting.clear();
        out.emit(order + " " + entry.cents());
      }
    }
  }
}
