package io.cairn.api.files;

import io.cairn.api.JobArguments;
import io.cairn.api.KeyGroupRange;
import io.cairn.api.TaskContext;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.blob.BlobStores;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What user code is told about itself, in these tests. */
record TestContext(
    int instance,
    int parallelism,
    long attempt,
    Optional<byte[]> restored,
    Optional<List<byte[]>> restoredSplits)
    implements TaskContext {

  static TestContext of(int instance, int parallelism) {
    return new TestContext(instance, parallelism, 1, Optional.empty(), Optional.empty());
  }

  TestContext restoredFrom(byte[] octets) {
    return new TestContext(
        instance, parallelism, attempt, Optional.ofNullable(octets), Optional.empty());
  }

  /** With parts of a position; null: it starts from nothing. */
  TestContext goingOnWith(List<byte[]> splits) {
    return new TestContext(instance, parallelism, attempt, restored, Optional.ofNullable(splits));
  }

  TestContext inAttempt(long number) {
    return new TestContext(instance, parallelism, number, restored, restoredSplits);
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
