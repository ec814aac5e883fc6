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
    PausedWound wound = new PausedWound(scene, chosen, victims.spares());
    try {
      wound.noticed = noticed(scene, chosen.get(0));
      return wound;
    } catch (Exception | AssertionError e) {
      wound.heal();
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

  /** Processes that stand still. */
  private static final class PausedWound implements Wound {
    private final Scene scene;
    private final List<String> stopped;
    private final boolean spares;
    private String noticed = "";
    private boolean healed;

    PausedWound(Scene scene, List<String> stopped, boolean spares) {
      this.scene = scene;
      this.stopped = stopped;
      this.spares = spares;
    }

    @Override
    public String evidence() {
      return "in state T after SIGSTOP: " + String.join(", ", stopped) + noticed;
    }

    @Override
    public boolean spares() {
      return spares;
    }

    @Override
    public void heal() throws Exception {
      if (!healed) {
        healed = true;
        for (String each : stopped) {
          scene.resume(each);
        }
      }
    }
  }
}
