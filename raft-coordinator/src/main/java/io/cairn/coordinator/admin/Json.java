package io.cairn.coordinator.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A view that has been written: an answer, or a part of others. Immutable, for any thread. */
final class Json implements JsonSerializable {
  private static final ObjectMapper WRITER = new ObjectMapper();

  private final byte[] octets;

  /** Made when it is first part of another. */
  private volatile @Nullable SerializedString part;

  private Json(byte[] octets) {
    this.octets = octets;
  }

  static Json of(Object view) {
    try {
      return new Json(WRITER.writeValueAsBytes(view));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a view that is not JSON: " + view.getClass(), e);
    }
  }

  /** In UTF-8. */
  ByteBuffer octets() {
    return ByteBuffer.wrap(octets).asReadOnlyBuffer();
  }

  int length() {
    return octets.length;
  }

  @Override
  public void serialize(JsonGenerator into, SerializerProvider serializers) throws IOException {
    SerializedString made = part;
    if (made == null) {
      made = new SerializedString(toString());
      part = made;
    }
    into.writeRawValue(made);
  }

  @Override
  public void serializeWithType(
      JsonGenerator into, SerializerProvider serializers, TypeSerializer type) throws IOException {
    serialize(into, serializers);
  }

  @Override
  public String toString() {
    return new String(octets, UTF_8);
  }
}
