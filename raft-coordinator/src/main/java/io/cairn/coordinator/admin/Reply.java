package io.cairn.coordinator.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * An answer, ready to be written.
 *
 * @param contentType of the body
 * @param content of the body, in UTF-8; never changed
 */
record Reply(int status, String contentType, ByteBuffer content) {
  private static final String JSON_TYPE = "application/json";

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
    return ok(Json.of(view));
  }

  /** 200 with JSON that is there already. */
  static Reply ok(Json json) {
    return new Reply(200, JSON_TYPE, json.octets());
  }

  /** 202: it goes on, and is to be asked for again. */
  static Reply accepted(Object view) {
    return new Reply(202, JSON_TYPE, Json.of(view).octets());
  }

  static Reply of(Problem problem) {
    return new Reply(problem.status(), "application/problem+json", Json.of(problem).octets());
  }
}
