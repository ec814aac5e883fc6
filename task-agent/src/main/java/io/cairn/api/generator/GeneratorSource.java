package io.cairn.api.generator;

import io.cairn.api.Output;
import io.cairn.api.Poll;
import io.cairn.api.Source;
import io.cairn.api.TaskContext;
import java.nio.ByteBuffer;
import java.util.function.LongFunction;

/**
 * Emits a record for each number from 0 on, at a rate or as fast as its receivers take them.
 *
 * <p>Instance i of p emits the records of the numbers i, i + p, i + 2p and so on, in this order.
 * With a function that depends on the number only, a job that restarts emits the same records again
 * from the restored position.
 *
 * @param <T> the record type
 */
public final class GeneratorSource<T> implements Source<T> {

  /** Emitted in one poll at most; a barrier waits for it. */
  private static final int RECORDS_PER_POLL = 256;

  private final LongFunction<? extends T> records;
  private final long count;
  private final double perSecond;
  private Rate rate;
  private long next;
  private long step = 1;

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
    step = context.parallelism();
    next = context.restored().map(octets -> ByteBuffer.wrap(octets).getLong()).orElse(0L);
    if (next == 0) {
      next = context.instance();
    }
    rate = new Rate(perSecond / step);
  }

  @Override
  public Poll poll(Output<T> out) throws Exception {
    int due = rate.due(System.nanoTime(), RECORDS_PER_POLL);
    for (int emitted = 0; emitted < due && next < count; emitted++) {
      out.emit(records.apply(next));
      next += step;
    }
    if (next >= count) {
      return Poll.end();
    }
    return due > 0 ? Poll.more() : Poll.idleNanos(rate.waitNanos(System.nanoTime()));
  }

  /** The number of the next record, 8 octets. */
  @Override
  public byte[] snapshot() {
    return ByteBuffer.allocate(Long.BYTES).putLong(next).array();
  }
}
