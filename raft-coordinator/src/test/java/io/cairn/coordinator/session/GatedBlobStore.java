package io.cairn.coordinator.session;

import io.cairn.storage.blob.BlobInfo;
import io.cairn.storage.blob.BlobInput;
import io.cairn.storage.blob.BlobOutput;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.blob.InMemoryBlobStore;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in memory whose operations on chosen paths hang until they are let go. */
final class GatedBlobStore implements BlobStore {
  private final InMemoryBlobStore store = new InMemoryBlobStore();
  private final AtomicInteger hanging = new AtomicInteger();
  private volatile String hangOn = "";
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /** From now on, creating or publishing a path that ends so hangs. */
  void hangOn(String suffix) {
    gate = new CountDownLatch(1);
    hangOn = suffix;
  }

  void letGo() {
    hangOn = "";
    gate.countDown();
  }

  /** How many operations hang or did. */
  int hung() {
    return hanging.get();
  }

  private void pass(String path) throws IOException {
    if (!hangOn.isEmpty() && path.endsWith(hangOn)) {
      hanging.incrementAndGet();
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  @Override
  public BlobOutput create(String path) throws IOException {
    pass(path);
    return store.create(path);
  }

  @Override
  public BlobInput open(String path) throws IOException {
    return store.open(path);
  }

  @Override
  public boolean exists(String path) {
    return store.exists(path);
  }

  @Override
  public void publish(String from, String to) throws IOException {
    pass(to);
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
  public void close() {
    letGo();
  }
}
