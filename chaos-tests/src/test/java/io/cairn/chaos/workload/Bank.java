package io.cairn.chaos.workload;

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
import java.net.URI;
import java.util.Random;

/**
 * Transfers between accounts. Each is taken from one account, travels through a shuffle, and is put
 * on another. What an account has is {@code giving} of the operator of givers, which begins with
 * {@link #INITIAL}, plus {@code taken} of the operator of takers. In a consistent cut no money is
 * under way, so that the total of all accounts is {@link #TOTAL} in every checkpoint.
 *
 * <pre>transfers --by giver--&gt; give --by taker--&gt; take --&gt; receipts</pre>
 */
public final class Bank implements Job {
  static final long ACCOUNTS = 500;
  static final long INITIAL = 1_000;
  static final long TOTAL = ACCOUNTS * INITIAL;
  static final int PARALLELISM = 2;

  /** Operators and the states in which money is. */
  static final String GIVE = "give";

  static final String TAKE = "take";
  static final String GIVING = "giving";
  static final String TAKEN = "taken";

  static final String OUTPUT = "output";
  static final String RATE = "ratePerSecond";

  private static final int HIGHEST = 50;

  /** One transfer; all of it follows from its number. */
  record Transfer(long number, long from, long to, long amount) {
    static Transfer of(long number) {
      Random random = new Random(number);
      long from = random.nextInt((int) ACCOUNTS);
      long to = (from + 1 + random.nextInt((int) ACCOUNTS - 1)) % ACCOUNTS;
      return new Transfer(number, from, to, 1 + random.nextInt(HIGHEST));
    }

    String receipt() {
      return number + " " + from + " " + to + " " + amount;
    }
  }

  @Override
  public void define(JobBuilder job, JobArguments arguments) {
    long rate = arguments.integer(RATE, 1, 1_000_000, 500);
    URI output = URI.create(arguments.text(OUTPUT));
    job.source(
            "transfers",
            PARALLELISM,
            () -> new GeneratorSource<>(Transfer::of, 0, rate),
            Serializers.records(Transfer.class))
        .keyBy(Transfer::from, Serializers.longs())
        .process(GIVE, PARALLELISM, Give::new, Serializers.records(Transfer.class))
        .keyBy(Transfer::to, Serializers.longs())
        .process(TAKE, PARALLELISM, Take::new, Serializers.string())
        .sink("receipts", PARALLELISM, () -> new TransactionalFileSink<>(output, line -> line));
  }

  /** Takes the amount from the giver; an account may be overdrawn. */
  static final class Give implements KeyedOperator<Long, Transfer, Transfer> {
    @SuppressWarnings("NullAway.Init") // set by open, before all else
    private ValueState<Long> giving;

    @Override
    public void open(KeyedContext context) {
      giving = context.value(GIVING, Serializers.longs());
    }

    @Override
    public void process(Long key, Transfer transfer, Output<Transfer> out) throws Exception {
      giving.put(giving.getOr(INITIAL) - transfer.amount());
      out.emit(transfer);
    }
  }

  /** Puts the amount on the taker's account. */
  static final class Take implements KeyedOperator<Long, Transfer, String> {
    @SuppressWarnings("NullAway.Init") // set by open, before all else
    private ValueState<Long> taken;

    @Override
    public void open(KeyedContext context) {
      taken = context.value(TAKEN, Serializers.longs());
    }

    @Override
    public void process(Long key, Transfer transfer, Output<String> out) throws Exception {
      taken.put(taken.getOr(0L) + transfer.amount());
      out.emit(transfer.receipt());
    }
  }
}
