package io.cairn.chaos.nemesis;

import io.cairn.chaos.Await;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * SIGSTOP until the others have noticed: another coordinator leads, or the agent's lease has ended.
 * Then SIGCONT, so that the process wakes up believing that nothing has happened.
 */
record Pause(String name, Victims victims) implements Nemesis {
  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(60);

  @Override
  public Blast blast() {
    return victims.blast();
  }

  @Override
  public Wound strike(Scene scene, Random random) throws Exception {
    List<String> chosen = victims.choose(scene, random);
    for (String victim : chosen) {
      scene.pause(victim);
      long pid = scene.pid(victim);
      Await.until(NOTICED_WITHIN, () -> Processes.stopped(pid), () -> victim + " stands still");
    }
    SeenWound.Healing resumed =
        () -> {
          for (String each : chosen) {
            scene.resume(each);
          }
        };
    try {
      String seen = "in state T after SIGSTOP: " + String.join(", ", chosen);
      return new SeenWound(seen + noticed(scene, chosen.get(0)), victims.spares(), resumed);
    } catch (Exception | AssertionError e) {
      resumed.run();
      throw e;
    }
  }

  private String noticed(Scene scene, String victim) {
    switch (victims) {
      case LEADER -> {
        String[] now = {""};
        Await.until(
            NOTICED_WITHIN,
            () -> {
              now[0] = scene.leader();
              return !now[0].equals(victim);
            },
            () -> "another leader than " + victim);
        return "; " + now[0] + " leads meanwhile";
      }
      case AGENT -> {
        Await.until(
            NOTICED_WITHIN,
            () -> {
              for (var agent : scene.admin().get("agents").path("agents")) {
                if (agent.path("id").asText().equals(victim)) {
                  return agent.path("state").asText().equals("LOST");
                }
              }
              return false;
            },
            () -> victim + " counts as lost");
        return "; it counts as lost";
      }
      default -> {
        return "";
      }
    }
  }
}
