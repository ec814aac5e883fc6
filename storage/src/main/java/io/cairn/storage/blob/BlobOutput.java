package io.cairn.storage.blob;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A file being written; of one thread at a time.
 *
 * <p>{@link #close} makes it durable: when it returns, the bytes survive the loss of power of the
 * machines that hold them. When it throws, the file may or may not be there, whole or in part. A
 * writer that fails midway calls {@link #abort} <em>instead of</em> close.
 */
public abstract class BlobOutput extends OutputStream {

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public abstract void write(byte[] bytes, int offset, int length) throws IOException;

  /** Makes the file durable and closes it. Does nothing when closed or aborted already. */
  @Override
  public abstract void close() throws IOException;

  /**
   * Closes and removes the file as well as it can; for failures, so it throws nothing. Does nothing
   * when closed or aborted already.
   */
  public abstract void abort();
}
