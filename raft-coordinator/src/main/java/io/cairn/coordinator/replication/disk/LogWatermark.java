package io.cairn.coordinator.replication.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Up to where the log has been written, in a small file beside it. A log that has lost its end
 * looks like a shorter log; only something outside of it can tell.
 *
 * <p>Two slots, one disk sector apart, are written in turn, so that a torn write leaves the other:
 * {@code CRNMARK1}, sequence number, index, term (8 bytes each), CRC32C (4 bytes). The valid slot
 * with the higher sequence number counts. Not synced on each append: the page cache outlives the
 * process, and a sync would double the cost of an append. So after a loss of power the mark may be
 * older than the log, and then it guards less; it is never ahead of what was appended, because it
 * is {@linkplain #lower lowered} with a sync before the log gets shorter.
 *
 * <p>Owned by the thread that writes the log.
 */
final class LogWatermark implements AutoCloseable {
  /** One sector: what the disk writes at once. */
  static final int SLOT_BYTES = 512;

  private static final byte[] MAGIC = "CRNMARK1".getBytes(StandardCharsets.US_ASCII);
  private static final int CHECKED_BYTES = MAGIC.length + 3 * Long.BYTES;
  private static final int SLOTS = 2;

  private final RandomAccessFile file;
  private Mark current;

  private LogWatermark(RandomAccessFile file, Mark current) {
    this.file = file;
    this.current = current;
  }

  /**
   * A place in the log.
   *
   * @param sequence grows with each write
   * @param index of the last entry written; 0: none is vouched for
   * @param term of that entry
   */
  record Mark(long sequence, long index, long term) {}

  /** Makes the file of an empty log, durably. */
  static void create(Path path) throws IOException {
    byte[] slots = Arrays.copyOf(encode(new Mark(0, 0, 0)).array(), SLOTS * SLOT_BYTES);
    DurableFiles.replace(path, slots);
  }

  /**
   * Opens the file of a log.
   *
   * @throws DamageException when it has been cut or neither slot can be read
   */
  static LogWatermark open(Path path) throws DamageException, IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    boolean opened = false;
    try {
      Mark newest = newest(file);
      if (newest == null) {
        throw new DamageException("the file " + path + " (end of the log) is damaged");
      }
      opened = true;
      return new LogWatermark(file, newest);
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }

  /** The newest mark. */
  Mark mark() {
    return current;
  }

  /** The log reaches to this entry now. Costs one write into the page cache. */
  void record(long index, long term) throws IOException {
    Mark next = new Mark(current.sequence() + 1, index, term);
    file.seek(next.sequence() % SLOTS * SLOT_BYTES);
    file.write(encode(next).array());
    current = next;
  }

  /** The log will end at this entry, or at an earlier one. Durable when this returns. */
  void lower(long index, long term) throws IOException {
    record(index, term);
    file.getFD().sync();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static @Nullable Mark newest(RandomAccessFile file) throws IOException {
    byte[] bytes = new byte[SLOTS * SLOT_BYTES];
    if (file.length() != bytes.length) {
      return null;
    }
    file.seek(0);
    file.readFully(bytes);
    Mark newest = null;
    for (int start = 0; start < bytes.length; start += SLOT_BYTES) {
      Mark mark = decode(bytes, start);
      if (mark != null && (newest == null || mark.sequence() > newest.sequence())) {
        newest = mark;
      }
    }
    return newest;
  }

  private static ByteBuffer encode(Mark mark) {
    ByteBuffer slot = ByteBuffer.allocate(CHECKED_BYTES + Integer.BYTES);
    slot.put(MAGIC).putLong(mark.sequence()).putLong(mark.index()).putLong(mark.term());
    return slot.putInt(DurableFiles.crc(slot.array(), 0, CHECKED_BYTES));
  }

  private static @Nullable Mark decode(byte[] bytes, int start) {
    ByteBuffer slot = ByteBuffer.wrap(bytes, start, CHECKED_BYTES + Integer.BYTES);
    byte[] magic = new byte[MAGIC.length];
    slot.get(magic);
    Mark mark = new Mark(slot.getLong(), slot.getLong(), slot.getLong());
    boolean whole = slot.getInt() == DurableFiles.crc(bytes, start, CHECKED_BYTES);
    boolean possible =
        mark.sequence() >= 0
            && mark.sequence() < Long.MAX_VALUE
            && mark.index() >= 0
            && mark.term() >= 0;
    return whole && possible && Arrays.equals(magic, MAGIC) ? mark : null;
  }
}
