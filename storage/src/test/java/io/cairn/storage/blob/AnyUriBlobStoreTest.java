package io.cairn.storage.blob;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The contract on whatever file system a person names: {@code
 * -Dcairn.test.args=-Dcairn.test.blobstore=URI}.
 */
@EnabledIfSystemProperty(named = "cairn.test.blobstore", matches = ".+")
class AnyUriBlobStoreTest extends BlobStoreContract {

  private static BlobStore store;

  @BeforeAll
  static void open() throws IOException {
    store = BlobStores.open(URI.create(System.getProperty("cairn.test.blobstore")), Map.of());
  }

  @AfterAll
  static void close() throws IOException {
    store.close();
  }

  @Override
  BlobStore store() {
    return store;
  }
}
