package io.cairn.coordinator.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.coordinator.replication.Leadership;
import io.cairn.process.security.Principal;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Who did what, when, from where, and what came of it: a line of JSON for each request that asks
 * for a change, on every coordinator that has a hand in it. Any thread.
 */
final class AuditLog {
  /** Of a request's body, in a line; the rest is cut off. */
  static final int MAX_BODY = 4_096;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String selfId;
  private final Supplier<Leadership> leadership;
  private final Consumer<String> lines;

  AuditLog(String selfId, Supplier<Leadership> leadership, Consumer<String> lines) {
    this.selfId = selfId;
    this.leadership = leadership;
    this.lines = lines;
  }

  /** Notes a request that was answered. */
  void answered(Call call, Reply reply, long tookMillis) {
    JsonNode body = parse(call.body());
    ObjectNode line = JSON.createObjectNode();
    line.put("at", Instant.now().toString());
    line.put("node", selfId);
    line.put("term", leadership.get().currentTerm());
    String who = body.path("who").asText("");
    Principal principal = call.caller().principal();
    if (principal.isKnown()) {
      line.put("who", principal.name());
      line.put("role", principal.role().word());
      if (!who.isEmpty() && !who.equals(principal.name())) {
        line.put("claimed", cut(who));
      }
    } else {
      line.put("who", who.isEmpty() ? call.caller().who() : who);
    }
    line.put("from", call.caller().address());
    if (!call.caller().via().isEmpty()) {
      line.put("via", call.caller().via());
    }
    line.put("method", call.method());
    line.put("path", cut(call.path()));
    line.put("requestId", body.path("requestId").asText(""));
    line.put("status", reply.status());
    JsonNode answer = parse(reply.body());
    if (reply.status() >= 400) {
      line.put("code", answer.path("code").asText(""));
      line.put("detail", answer.path("detail").asText(""));
    } else {
      line.set("answer", bounded(answer, reply.body()));
    }
    line.put("millis", tookMillis);
    line.set("request", bounded(body, call.body()));
    lines.accept(line.toString());
  }

  private static JsonNode bounded(JsonNode parsed, String text) {
    return parsed.isObject() && text.length() <= MAX_BODY
        ? parsed
        : JSON.getNodeFactory().textNode(cut(text));
  }

  private static String cut(String text) {
    return text.length() <= MAX_BODY ? text : text.substring(0, MAX_BODY) + "…";
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException none) {
      return JSON.missingNode();
    }
  }
}
