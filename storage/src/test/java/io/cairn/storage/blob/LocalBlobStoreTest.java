package io.cairn.storage.blob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBlobStoreTest extends BlobStoreContract {

  @TempDir private Path root;

  @Override
  BlobStore store() throws IOException {
    return BlobStores.open(root.toUri(), Map.of());
  }

  @Test
  void noFilesBesideTheWrittenOnesAreLeft() throws IOException {
    try (BlobOutput out = store().create("a")) {
      out.write(1);
    }
    store().publish("a", "b");
    try (Stream<Path> files = Files.list(root)) {
      assertEquals(List.of("b"), files.map(f -> f.getFileName().toString()).toList());
    }
  }

  @Test
  void aRootThatIsNotAbsoluteIsRefused() {
    for (String root : List.of("relative", "file:relative", "hdfs:relative")) {
      assertThrows(
          IllegalArgumentException.class, () -> BlobStores.open(URI.create(root), Map.of()), root);
    }
  }
}
