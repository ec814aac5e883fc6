package io.cairn.storage.state;

/**
 * How much memory the keyed state of a process may take.
 *
 * @param bytes for blocks, filters, indexes and write buffers of all tasks together
 * @param writeBufferPercent of that, the share of the write buffers
 */
public record StateMemory(long bytes, int writeBufferPercent) {

  /** Default of {@link #bytes}: 256 MiB. */
  public static final long DEFAULT_BYTES = 256L << 20;

  /** Default of {@link #writeBufferPercent}. */
  public static final int DEFAULT_WRITE_BUFFER_PERCENT = 50;

  /** The least: below it, each task's buffers are flushed with every few hundred rows. */
  public static final long MIN_BYTES = 16L << 20;

  /** The smallest share of the write buffers. */
  public static final int MIN_WRITE_BUFFER_PERCENT = 10;

  /** The largest: write buffers pass their share by half at most, and 1.5 * 60 % is below 100 %. */
  public static final int MAX_WRITE_BUFFER_PERCENT = 60;

  /** Checks the ranges. */
  public StateMemory {
    if (bytes < MIN_BYTES
        || writeBufferPercent < MIN_WRITE_BUFFER_PERCENT
        || writeBufferPercent > MAX_WRITE_BUFFER_PERCENT) {
      throw new IllegalArgumentException(
          "state memory of " + bytes + " bytes with " + writeBufferPercent + " % write buffers");
    }
  }

  /** The defaults. */
  public static StateMemory ofDefaultSizes() {
    return new StateMemory(DEFAULT_BYTES, DEFAULT_WRITE_BUFFER_PERCENT);
  }

  /** The share of the write buffers in bytes. */
  public long writeBufferBytes() {
    return bytes / 100 * writeBufferPercent;
  }
}
