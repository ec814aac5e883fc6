package io.cairn.coordinator.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * An answer, ready to be written.
 *
 * @param contentType of the body
 */
record Reply(int status, String contentType, String body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** 200 with a view as JSON. */
  static Reply ok(Object view) {
    return new Reply(200, "application/json", json(view));
  }

  /** 202: it goes on, and is to be asked for again. */
  static Reply accepted(Object view) {
    return new Reply(202, "application/json", json(view));
  }

  static Reply of(Problem problem) {
    return new Reply(problem.status(), "application/problem+json", json(problem));
  }

  private static String json(Object view) {
    try {
      return JSON.writeValueAsString(view);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a view that is not JSON: " + view.getClass(), e);
    }
  }
}
