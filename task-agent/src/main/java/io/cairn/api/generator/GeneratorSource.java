package io.cairn.api.generator;

import io.cairn.api.Output;
import io.cairn.api.Poll;
import io.cairn.api.SplitSource;
import io.cairn.api.TaskContext;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Emits a record for each number from 0 on, at a rate or as fast as its receivers take them.
 *
 * <p>Instance i of p emits the records of the numbers i, i + p, i + 2p and so on, in this order.
 * With a function that depends on the number only, a job that restarts emits the same records again
 * from the restored position. At another parallelism the numbers that are left are shared out anew,
 * and their order within an instance changes.
 *
 * @param <T> the record type
 */
public final class GeneratorSource<T> implements SplitSource<T> {

  /** Emitted in one poll at most; a barrier waits for it. */
  private static final int RECORDS_PER_POLL = 256;

  private final LongFunction<? extends T> records;
  private final long count;
  private final double perSecond;
  private Rate rate;
  private final List<NumberPart> parts = new ArrayList<>();
  private int turn;

  /**
   * @param records makes the record of a number; a pure function
   * @param count how many numbers there are, over all instances; 0: no end
   * @param perSecond how many records all instances emit together; 0: as many as are taken
   */
  public GeneratorSource(LongFunction<? extends T> records, long count, double perSecond) {
    if (count < 0 || !(perSecond >= 0) || perSecond > Rate.MAX_PER_SECOND) {
      throw new IllegalArgumentException(
          "count " + count + " and " + perSecond + " records per second: give numbers from 0");
    }
    this.records = records;
    this.count = count == 0 ? Long.MAX_VALUE : count;
    this.perSecond = perSecond;
    this.rate = new Rate(perSecond);
  }

  @Override
  public void open(TaskContext context) {
    int parallelism = context.parallelism();
    Optional<List<byte[]>> restored = context.restoredSplits();
    if (restored.isPresent()) {
      restored.get().forEach(octets -> parts.add(NumberPart.decode(octets)));
      NumberPart.join(parts);
    } else {
      long older = context.restored().map(o -> ByteBuffer.wrap(o).getLong()).orElse(0L);
      parts.add(new NumberPart(older == 0 ? context.instance() : older, parallelism));
    }
    parts.removeIf(part -> part.next() >= count);
    rate = new Rate(perSecond / parallelism);
  }

  @Override
  public Poll poll(Output<T> out) throws Exception {
    int due = rate.due(System.nanoTime(), RECORDS_PER_POLL);
    for (int emitted = 0; emitted < due && !parts.isEmpty(); emitted++) {
      turn = turn < parts.size() ? turn : 0;
      NumberPart part = parts.get(turn);
      out.emit(records.apply(part.next()));
      if (part.advance() < count) {
        turn++;
      } else {
        parts.remove(turn);
      }
    }
    if (parts.isEmpty()) {
      return Poll.end();
    }
    return due > 0 ? Poll.more() : Poll.idleNanos(rate.waitNanos(System.nanoTime()));
  }

  /** The numbers that are left, in up to {@value NumberPart#PARTS} parts of 16 octets. */
  @Override
  public List<byte[]> splits() {
    return NumberPart.divided(parts).stream().map(NumberPart::encode).toList();
  }
}
