package io.cairn.chaos;

import io.cairn.cli.admin.AdminClient;
import java.time.Duration;
import java.util.Collection;

/** Who leads, as coordinators say it. */
public final class Leaders {
  private Leaders() {}

  /** The id of the leader, one of these; waits for one. */
  public static String await(Duration bound, AdminClient admin, Collection<String> among) {
    String[] leader = {""};
    Await.until(
        bound,
        () -> {
          leader[0] = admin.get("cluster").path("leader").path("id").asText("");
          return among.contains(leader[0]);
        },
        () -> "one of " + among + " leads");
    return leader[0];
  }
}
