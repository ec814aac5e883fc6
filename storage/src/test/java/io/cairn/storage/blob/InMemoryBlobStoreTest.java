package io.cairn.storage.blob;

class InMemoryBlobStoreTest extends BlobStoreContract {

  private final InMemoryBlobStore store = new InMemoryBlobStore();

  @Override
  BlobStore store() {
    return store;
  }
}
