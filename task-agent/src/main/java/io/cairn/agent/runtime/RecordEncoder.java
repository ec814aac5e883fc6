package io.cairn.agent.runtime;

import io.cairn.api.Serializer;
import io.cairn.storage.octets.OctetWriter;
import java.io.IOException;

/** Serializes one value at a time into an array that is used again. Of one thread. */
final class RecordEncoder<T> {
  private final Serializer<T> serializer;
  private final OctetWriter out = new OctetWriter();

  RecordEncoder(Serializer<T> serializer) {
    this.serializer = serializer;
  }

  /** Makes {@link #octets} and {@link #length} hold the value, until the next call. */
  void encode(T value) throws IOException {
    out.clear();
    serializer.write(value, out);
  }

  byte[] octets() {
    return out.octets();
  }

  int length() {
    return out.length();
  }
}
