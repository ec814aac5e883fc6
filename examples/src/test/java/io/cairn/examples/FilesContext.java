package io.cairn.examples;

import io.cairn.api.JobArguments;
import io.cairn.api.KeyGroupRange;
import io.cairn.api.TaskContext;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.blob.BlobStores;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** What a source or sink is told when it runs without a runtime, with real files. */
public record FilesContext(String operatorId, int instance, int parallelism)
    implements TaskContext {

  @Override
  public long jobId() {
    return 1;
  }

  @Override
  public long attempt() {
    return 1;
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
  public Optional<byte[]> restored() {
    return Optional.empty();
  }

  @Override
  public BlobStore openBlobStore(URI root) throws IOException {
    return BlobStores.open(root, Map.of());
  }
}
