package io.cairn.cli.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.admin.AdminClient;
import io.cairn.cli.admin.AdminException;
import io.cairn.process.HostPort;
import java.util.concurrent.TimeUnit;

/**
 * Reads from the leader where it is known: only the leader hears how many bytes are uploaded up to
 * now. Used by one thread.
 */
final class LeaderFirst {
  private static final long KNOWN_FOR_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final AdminClient any;
  private AdminClient client;
  private long knownAt;
  private boolean known;

  LeaderFirst(AdminClient any) {
    this.any = any;
    this.client = this.any;
  }

  /**
   * As {@link AdminClient#get}.
   *
   * @throws AdminException when nobody answers, or it is a refusal
   */
  JsonNode get(String path) throws InterruptedException {
    if (!known || System.nanoTime() - knownAt > KNOWN_FOR_NANOS) {
      find();
    }
    try {
      return client.get(path);
    } catch (AdminException e) {
      known = false;
      throw e;
    }
  }

  private void find() throws InterruptedException {
    String admin = any.get("cluster?consistency=stale").path("leader").path("admin").asText("");
    client = admin.isEmpty() ? any : any.preferring(HostPort.parse(admin));
    known = !admin.isEmpty();
    knownAt = System.nanoTime();
  }
}
