package io.cairn.coordinator.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.process.security.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand requests that are wrong in some way, some of them no HTTP at all: each is answered
 * with a status below 500 or by closing the connection, and the server serves on.
 */
class MalformedRequestsTest {
  private static final int REQUESTS = 10_000;
  private static final int TIMEOUT_MILLIS = 60_000;

  private static final String[] METHODS = {
    "GET",
    "POST",
    "PATCH",
    "DELETE",
    "PUT",
    "HEAD",
    "OPTIONS",
    "TRACE",
    "get",
    "G\u00e9T",
    "",
    "A B"
  };
  private static final String[] PATHS = {
    "/api/v1/jobs",
    "/api/v1/jobs/1/checkpoints/",
    "/api/v1/jobs/%zz",
    "/api/v1/jobs/%00",
    "/api/v1/../..",
    "/api/v1/jobs/%2e%2e/cluster",
    "/api/v1/jobs?limit=%ff",
    "/api/v1/events",
    "/api//v1//jobs",
    "/api/v1/jobs/a|b\"<>",
    "//",
    "*",
    "http://h/api/v1/jobs",
    "\u0000",
    "/api/v1/jobs/1/settings;x=%",
    "/metrics",
    "/api/v1/openapi.yaml",
    "/api/v1/jobs/%c0%af",
    "/api/v1/jobs/99999999999999999999",
    "/api/v1/jobs/1/checkpoints/-1",
    "/api/v1/replica?index=x",
    "/%",
    "/api/v1/savepoints?a=1&a=2&&=&b",
    "/js/../index.html"
  };
  private static final String[] BODIES = {
    "",
    "{",
    "[]",
    "null",
    "{\"requestId\":1}",
    "{\"a\":1,\"a\":2}",
    "\ud800",
    "1e999",
    "{\"requestId\":\"r\",\"who\":\"w\",\"settings\":{\"retained\":1e400}}",
    "[".repeat(5_000),
    "{\"requestId\":\"" + "x".repeat(300) + "\"}",
    "\u0001\u0002",
    "{\"requestId\":\"\u0000\"}"
  };
  private static final String[] HEADERS = {
    "",
    "Content-Length: -1",
    "Content-Length: 99999999999999999999",
    "Content-Length: 5, 6",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: x",
    "Expect: 100-continue",
    "Expect: nonsense",
    "Content-Type: text/plain",
    "Content-Type: \u0000",
    "Cairn-Forwarded-By: c9",
    "Cairn-Who: \u00ff",
    "Connection: upgrade",
    "Upgrade: h2c",
    "If-None-Match: \"",
    "Host: ",
    "Host: a b",
    "no colon",
    " folded: x",
    "Accept: */*;q=x",
    "Cairn-Caller: " + "x".repeat(500),
    "Range: bytes=9-1"
  };

  @TempDir Path directory;

  @Test
  void none_of_ten_thousand_is_answered_with_5xx() throws Exception {
    try (AdminFixture admin = new AdminFixture()) {
      admin.run(1);
      Map<Integer, Integer> statuses = ask(admin, "");
      assertTrue(statuses.getOrDefault(400, 0) > 1_000, statuses.toString());
      assertTrue(statuses.getOrDefault(404, 0) > 100, statuses.toString());
      assertTrue(statuses.getOrDefault(405, 0) > 100, statuses.toString());
      assertEquals(200, admin.get("health").status());
    }
  }

  @Test
  void nor_when_each_has_a_token_and_none_without_one_gets_anything() throws Exception {
    try (AccessFixture access = new AccessFixture(directory)) {
      access.admin.token = access.token(Role.ADMIN);
      access.admin.run(1);
      String bearer = "Authorization: Bearer " + access.admin.token + "\r\n";
      Map<Integer, Integer> known = ask(access.admin, bearer);
      assertTrue(known.getOrDefault(404, 0) > 100, known.toString());
      long index = access.admin.replica.appliedIndex();
      Map<Integer, Integer> unknown = ask(access.admin, "");
      assertTrue(unknown.getOrDefault(401, 0) > 1_000, unknown.toString());
      assertEquals(0, unknown.getOrDefault(415, 0), unknown.toString()); // that is a command's
      assertEquals(index, access.admin.replica.appliedIndex());
      assertEquals(200, access.admin.get("health").status());
    }
  }

  private static Map<Integer, Integer> ask(AdminFixture admin, String more) throws Exception {
    long seed = Long.getLong("cairn.seed", 20_261_123);
    Random random = new Random(seed);
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (int i = 0; i < REQUESTS; i++) {
      byte[] request = request(random, more);
      int status = status(admin.server.port(), request);
      int at = i;
      assertTrue(
          status < 500,
          () ->
              "seed "
                  + seed
                  + ", request "
                  + at
                  + " was answered with "
                  + status
                  + ": "
                  + new String(request, StandardCharsets.ISO_8859_1));
      statuses.merge(status, 1, Integer::sum);
    }
    System.err.println("malformed requests by status, 0 for none: " + statuses);
    return statuses;
  }

  private static byte[] request(Random random, String more) {
    if (random.nextInt(20) == 0) {
      byte[] garbage = new byte[random.nextInt(200)];
      random.nextBytes(garbage);
      return garbage;
    }
    String body = pick(BODIES, random);
    StringBuilder text = new StringBuilder();
    text.append(pick(METHODS, random)).append(' ').append(pick(PATHS, random));
    text.append(random.nextInt(10) == 0 ? " HTTP/9.9" : " HTTP/1.1").append("\r\n");
    text.append(random.nextInt(10) == 0 ? "" : "Host: h\r\n").append("Connection: close\r\n");
    text.append(more);
    String header = pick(HEADERS, random);
    text.append(header).append(header.isEmpty() ? "" : "\r\n");
    byte[] octets = body.getBytes(StandardCharsets.UTF_8);
    if (!header.startsWith("Content-Length") && !header.startsWith("Transfer")) {
      text.append("Content-Length: ").append(octets.length).append("\r\n");
    }
    byte[] head = text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = new byte[head.length + octets.length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(octets, 0, whole, head.length, octets.length);
    if (random.nextInt(10) == 0 && whole.length > 1) {
      whole[random.nextInt(whole.length)] = (byte) random.nextInt(256);
    }
    return whole;
  }

  private static String pick(String[] all, Random random) {
    return all[random.nextInt(all.length)];
  }

  /** Of the first answer; 0 when the connection ends without one. */
  private static int status(int port, byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      byte[] line = socket.getInputStream().readNBytes(12);
      String answer = new String(line, StandardCharsets.ISO_8859_1);
      return line.length < 12 ? 0 : Integer.parseInt(answer.substring(9));
    } catch (SocketException reset) {
      return 0;
    }
  }
}
