package io.cairn.api;

import java.util.List;

/**
 * A source whose position is made of parts that any of its instances can go on with: the rest of a
 * file, a partition and its offset.
 *
 * <p>A checkpoint keeps the parts of all instances. When the job goes on with another parallelism,
 * they are dealt out in turn, each to one instance; with the same one, each instance gets its own
 * back. A source opens with {@link TaskContext#restoredSplits}: if that is empty the job starts
 * from nothing, and the source divides its input by {@link TaskContext#instance}; if it is there,
 * even with no part in it, the input has been divided already. A part that has been read to its end
 * can be left out of later checkpoints.
 *
 * @param <T> the record type
 */
public interface SplitSource<T> extends Source<T> {

  /**
   * The parts of the position now, each in a form of the source's own. Kept in each checkpoint:
   * keep them small.
   */
  List<byte[]> splits() throws Exception;

  /** Not called: the position is in {@link #splits}. */
  @Override
  default byte[] snapshot() {
    throw new UnsupportedOperationException("the position of this source is in its splits");
  }
}
