package io.cairn.simulation;

import io.cairn.storage.blob.BlobInfo;
import io.cairn.storage.blob.BlobInput;
import io.cairn.storage.blob.BlobOutput;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.blob.InMemoryBlobStore;
import java.io.IOException;
import java.util.List;

/** One process's access to the blob store that all share. It fails, and the process dies in it. */
final class SimStore implements BlobStore {
  private final World world;
  private final InMemoryBlobStore files;
  private final World.Life life;
  private final Ledger ledger;
  private final Trouble trouble;

  /** What may happen at each operation. */
  interface Trouble {
    double failure();

    double crash();

    void die();
  }

  SimStore(World world, InMemoryBlobStore files, World.Life life, Ledger ledger, Trouble trouble) {
    this.world = world;
    this.files = files;
    this.life = life;
    this.ledger = ledger;
    this.trouble = trouble;
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T with(String what, Work<T> work) throws IOException {
    if (life.isOver()) {
      throw new IOException("the process is dead");
    }
    double dice = world.random.nextDouble();
    if (dice < trouble.crash()) {
      boolean done = world.chance(0.5);
      if (done) {
        work.run();
      }
      world.count("fault: crash in the store " + (done ? "after " : "before ") + what);
      trouble.die();
      throw new IOException("the process died");
    }
    if (dice < trouble.crash() + trouble.failure()) {
      boolean done = world.chance(0.3);
      if (done) {
        work.run();
      }
      world.count("fault: store fails " + what);
      throw new IOException("the store failed on purpose");
    }
    return work.run();
  }

  @Override
  public BlobOutput create(String path) throws IOException {
    BlobOutput out = with("create", () -> files.create(path));
    return new BlobOutput() {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        with(
            "close",
            () -> {
              out.close();
              return true;
            });
      }

      @Override
      public void abort() {
        if (!life.isOver()) {
          out.abort();
        }
      }
    };
  }

  @Override
  public BlobInput open(String path) throws IOException {
    return with("open", () -> files.open(path));
  }

  @Override
  public boolean exists(String path) throws IOException {
    return with("exists", () -> files.exists(path));
  }

  @Override
  public void publish(String from, String to) throws IOException {
    with(
        "publish",
        () -> {
          files.publish(from, to);
          ledger.published(to);
          return true;
        });
  }

  @Override
  public boolean delete(String path) throws IOException {
    return with(
        "delete",
        () -> {
          ledger.deleting(path);
          return files.delete(path);
        });
  }

  @Override
  public boolean deleteTree(String path) throws IOException {
    return with(
        "deleteTree",
        () -> {
          ledger.deleting(path);
          return files.deleteTree(path);
        });
  }

  @Override
  public List<BlobInfo> list(String directory) throws IOException {
    return with("list", () -> files.list(directory));
  }

  @Override
  public void close() {}
}
