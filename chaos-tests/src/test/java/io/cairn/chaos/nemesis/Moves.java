package io.cairn.chaos.nemesis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.chaos.Await;
import io.cairn.cli.admin.AdminException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** What people do to processes, too fast and too often. Each is over when it has struck. */
enum Moves implements Nemesis {
  /** Leadership is handed on again and again. */
  TRANSFER_STORM {
    @Override
    String move(Scene scene, Random random) throws NotHit {
      List<String> led = new ArrayList<>(List.of(scene.leader()));
      for (int i = 0; i < TRANSFERS; i++) {
        String from = led.get(led.size() - 1);
        List<String> others = new ArrayList<>(scene.coordinators());
        others.remove(from);
        String to = others.get(random.nextInt(others.size()));
        if (!transferred(scene, to)) {
          continue;
        }
        led.add(scene.leader());
      }
      long changes = 0;
      for (int i = 1; i < led.size(); i++) {
        changes += led.get(i).equals(led.get(i - 1)) ? 0 : 1;
      }
      if (changes == 0) {
        throw new NotHit("leadership stayed where it was, with " + led.get(0));
      }
      return changes + " of " + TRANSFERS + " transfers done: " + String.join(" > ", led);
    }
  },

  /** Each coordinator is ended by SIGTERM and started again, one after another. */
  ROLLING_RESTART {
    @Override
    String move(Scene scene, Random random) throws Exception {
      List<String> seen = new ArrayList<>();
      for (String each : List.copyOf(scene.coordinators())) {
        seen.add(restarted(scene, each));
      }
      return "each restarted: " + String.join(", ", seen);
    }
  },

  /** Each agent is ended by SIGTERM and started again, when the one before is there again. */
  ROLLING_RESTART_AGENTS {
    @Override
    String move(Scene scene, Random random) throws Exception {
      List<String> seen = new ArrayList<>();
      for (String each : List.copyOf(scene.agents())) {
        seen.add(restarted(scene, each));
        Await.until(REGISTERED_WITHIN, () -> registered(scene, each), () -> each + " registers");
      }
      return "each restarted: " + String.join(", ", seen);
    }

    @Override
    public Blast blast() {
      return Blast.AGENTS;
    }
  },

  /** A coordinator, the leader too, is replaced by one with an empty disk. */
  REPLACE_MEMBER {
    @Override
    String move(Scene scene, Random random) throws Exception {
      List<String> members = scene.coordinators();
      return replaced(scene, members.get(random.nextInt(members.size())));
    }
  },

  /** Every coordinator is replaced by one with an empty disk, one after another. */
  MEMBERSHIP_STORM {
    @Override
    String move(Scene scene, Random random) throws Exception {
      List<String> gone = new ArrayList<>(scene.coordinators());
      Collections.shuffle(gone, random);
      List<String> seen = new ArrayList<>();
      for (String each : gone) {
        seen.add(replaced(scene, each));
      }
      return String.join("; ", seen);
    }
  };

  private static final int TRANSFERS = 8;
  private static final Duration TRANSFER_BOUND = Duration.ofSeconds(30);
  private static final Duration REGISTERED_WITHIN = Duration.ofMinutes(1);

  /** Does it; what was seen of it. */
  abstract String move(Scene scene, Random random) throws Exception;

  @Override
  public Blast blast() {
    return Blast.COORDINATORS;
  }

  @Override
  public Wound strike(Scene scene, Random random) throws Exception {
    String seen = move(scene, random);
    return new SeenWound(seen, blast() == Blast.COORDINATORS, () -> {});
  }

  /** By SIGTERM; returns when it serves again. */
  private static String restarted(Scene scene, String each) throws Exception {
    long before = scene.pid(each);
    scene.stop(each);
    if (Processes.exists(before)) {
      throw new NotHit(each + ", process " + before + ", is there after SIGTERM");
    }
    scene.start(each);
    scene.awaitServing(each);
    return "%s (process %d, now %d)".formatted(each, before, scene.pid(each));
  }

  private static boolean registered(Scene scene, String id) throws InterruptedException {
    for (JsonNode agent : scene.admin().get("cluster").path("agents")) {
      if (agent.path("id").asText().equals(id)) {
        return agent.path("state").asText().equals("REGISTERED");
      }
    }
    return false;
  }

  private static String replaced(Scene scene, String gone) throws Exception {
    boolean led = scene.leader().equals(gone);
    String come = scene.replace(gone);
    List<String> now = new ArrayList<>();
    for (JsonNode member : scene.admin().get("cluster").path("members")) {
      now.add(member.path("id").asText());
    }
    if (now.contains(gone) || !now.contains(come)) {
      throw new NotHit(gone + " was to be replaced by " + come + "; members are " + now);
    }
    return "%s%s replaced by %s, members are %s"
        .formatted(gone, led ? ", which led," : "", come, now);
  }

  /** Asks once; false when it was refused, as when the one that is to lead lags. */
  private static boolean transferred(Scene scene, String to) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("requestId", UUID.randomUUID().toString())
            .put("to", to);
    boolean[] done = {false};
    Await.until(
        TRANSFER_BOUND,
        () -> {
          try {
            JsonNode unused = scene.admin().post("leader/transfer", body);
            done[0] = true;
          } catch (AdminException e) {
            if (!e.isRefusal()) {
              throw e;
            }
          }
          return true;
        },
        () -> "an answer to the transfer to " + to);
    return done[0];
  }
}
