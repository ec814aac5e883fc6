package io.cairn.api.files;

import io.cairn.api.JobArguments;
import io.cairn.api.KeyGroupRange;
import io.cairn.api.TaskContext;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.blob.BlobStores;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** What user code is told about itself, in these tests. */
record TestContext(int instance, int parallelism, long attempt, Optional<byte[]> restored)
    implements TaskContext {

  static TestContext of(int instance, int parallelism) {
    return new TestContext(instance, parallelism, 1, Optional.empty());
  }

  TestContext restoredFrom(byte[] octets) {
    return new TestContext(instance, parallelism, attempt, Optional.ofNullable(octets));
  }

  TestContext inAttempt(long number) {
    return new TestContext(instance, parallelism, number, restored);
  }

  @Override
  public long jobId() {
    return 7;
  }

  @Override
  public String operatorId() {
    return "out-1";
  }

  @Override
  public JobArguments arguments() {
    return JobArguments.none();
  }

  @Override
  public KeyGroupRange keyGroups() {
    return new KeyGroupRange(0, 127);
  }

  @Override
  public BlobStore openBlobStore(URI root) throws IOException {
    return BlobStores.open(root, Map.of());
  }
}
