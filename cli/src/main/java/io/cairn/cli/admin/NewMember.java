package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.cli.CliException;
import io.cairn.process.ExitCode;
import picocli.CommandLine.Option;

/** A coordinator that is to be added, and how long to wait for it. */
final class NewMember {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final String DONE = "DONE";

  @Option(
      names = "--raft",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Where the other coordinators reach it.")
  private String raft = "";

  @Option(
      names = "--session",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Where agents reach it.")
  private String session = "";

  @Option(
      names = "--admin",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Where this command reaches it.")
  private String admin = "";

  ObjectNode body(String id) {
    return request().put("id", id).put("raft", raft).put("session", session).put("admin", admin);
  }

  static ObjectNode request() {
    return Requests.byPerson();
  }

  /** Asks again while the change goes on: a new replica first gets the log. */
  static JsonNode await(AdminOptions options, String path, ObjectNode body, int seconds)
      throws InterruptedException {
    long deadline = System.nanoTime() + seconds * NANOS_PER_SECOND;
    JsonNode answer = options.ask(client -> client.post(path, body));
    while (!answer.path("state").asText().equals(DONE)) {
      if (System.nanoTime() > deadline) {
        throw new CliException(
            ExitCode.FAILED,
            "not done within "
                + seconds
                + " s, but still going on: give the same command again,"
                + " and look at 'cairn member list'");
      }
      answer = options.ask(client -> client.post(path, body));
    }
    return answer;
  }
}
