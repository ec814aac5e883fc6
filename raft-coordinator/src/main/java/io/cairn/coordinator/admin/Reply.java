package io.cairn.coordinator.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;

/**
 * An answer, ready to be written.
 *
 * @param contentType of the body
 * @param content of the body, in UTF-8; never changed
 */
record Reply(int status, String contentType, ByteBuffer content) {
  private static final String JSON_TYPE = "application/json";
  private static final ObjectMapper JSON = new ObjectMapper();

  Reply(int status, String contentType, String body) {
    this(status, contentType, UTF_8.encode(body));
  }

  /** A position of the reader's own. */
  @Override
  public ByteBuffer content() {
    return content.asReadOnlyBuffer();
  }

  String body() {
    return UTF_8.decode(content()).toString();
  }

  /** 200 with a view as JSON. */
  static Reply ok(Object view) {
    return new Reply(200, JSON_TYPE, octets(view));
  }

  /** 200 with JSON that is there already. */
  static Reply ok(SerializedString json) {
    return new Reply(200, JSON_TYPE, ByteBuffer.wrap(json.asUnquotedUTF8()));
  }

  /** 202: it goes on, and is to be asked for again. */
  static Reply accepted(Object view) {
    return new Reply(202, JSON_TYPE, octets(view));
  }

  static Reply of(Problem problem) {
    return new Reply(problem.status(), "application/problem+json", octets(problem));
  }

  private static ByteBuffer octets(Object view) {
    try {
      return ByteBuffer.wrap(JSON.writeValueAsBytes(view));
    } catch (JsonProcessingException e) {
      throw noJson(view, e);
    }
  }

  /** A view as text, to be part of another or to be kept. */
  static String json(Object view) {
    try {
      return JSON.writeValueAsString(view);
    } catch (JsonProcessingException e) {
      throw noJson(view, e);
    }
  }

  private static IllegalStateException noJson(Object view, JsonProcessingException e) {
    return new IllegalStateException("a view that is not JSON: " + view.getClass(), e);
  }
}
