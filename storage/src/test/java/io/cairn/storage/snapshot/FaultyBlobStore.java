package io.cairn.storage.snapshot;

import io.cairn.storage.blob.BlobInfo;
import io.cairn.storage.blob.BlobInput;
import io.cairn.storage.blob.BlobOutput;
import io.cairn.storage.blob.BlobRefusedException;
import io.cairn.storage.blob.BlobStore;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes on to another store, but fails or holds as told; counts what it did. */
final class FaultyBlobStore implements BlobStore {

  /** How many of the next calls fail. */
  final AtomicInteger createFailures = new AtomicInteger();

  final AtomicInteger writeFailures = new AtomicInteger();
  final AtomicInteger closeFailures = new AtomicInteger();

  /** How many of the next creations are refused, as by a quota. */
  final AtomicInteger createRefusals = new AtomicInteger();

  /** Calls of create, whatever came of them. */
  final AtomicInteger createCalls = new AtomicInteger();

  /** Faults that were reached. */
  final AtomicInteger faults = new AtomicInteger();

  /** Files that were begun. */
  final AtomicInteger creates = new AtomicInteger();

  /** While not null, writing and closing wait for it. */
  volatile CountDownLatch gate;

  /** Counted down when someone waits at the gate. */
  volatile CountDownLatch atGate = new CountDownLatch(1);

  private final BlobStore store;

  FaultyBlobStore(BlobStore store) {
    this.store = store;
  }

  private void maybeFail(AtomicInteger failures, String what) throws IOException {
    if (failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      faults.incrementAndGet();
      throw new IOException("injected: " + what);
    }
  }

  private void passGate() throws IOException {
    CountDownLatch closedGate = gate;
    if (closedGate != null) {
      atGate.countDown();
      try {
        if (!closedGate.await(20, TimeUnit.SECONDS)) {
          throw new IOException("the gate was never opened");
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  @Override
  public BlobOutput create(String path) throws IOException {
    createCalls.incrementAndGet();
    if (createRefusals.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      faults.incrementAndGet();
      throw new BlobRefusedException(path, new IOException("injected: quota"));
    }
    maybeFail(createFailures, "create");
    creates.incrementAndGet();
    BlobOutput out = store.create(path);
    return new BlobOutput() {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        passGate();
        maybeFail(writeFailures, "write");
        out.write(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        passGate();
        out.close();
        maybeFail(closeFailures, "close");
      }

      @Override
      public void abort() {
        out.abort();
      }
    };
  }

  @Override
  public BlobInput open(String path) throws IOException {
    return store.open(path);
  }

  @Override
  public boolean exists(String path) throws IOException {
    return store.exists(path);
  }

  @Override
  public void publish(String from, String to) throws IOException {
    store.publish(from, to);
  }

  @Override
  public boolean delete(String path) throws IOException {
    return store.delete(path);
  }

  @Override
  public boolean deleteTree(String path) throws IOException {
    return store.deleteTree(path);
  }

  @Override
  public List<BlobInfo> list(String directory) throws IOException {
    return store.list(directory);
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
