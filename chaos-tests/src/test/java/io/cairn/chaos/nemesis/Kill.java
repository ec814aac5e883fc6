package io.cairn.chaos.nemesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** SIGKILL, and later a start with the same data. */
record Kill(String name, Victims victims) implements Nemesis {
  @Override
  public Blast blast() {
    return victims.blast();
  }

  @Override
  public Wound strike(Scene scene, Random random) throws Exception {
    List<String> chosen = victims.choose(scene, random);
    List<String> seen = new ArrayList<>();
    for (String victim : chosen) {
      long pid = scene.pid(victim);
      if (!Processes.exists(pid)) {
        throw new NotHit(victim + " was dead before it was killed");
      }
      scene.kill(victim);
      if (Processes.exists(pid)) {
        throw new NotHit(victim + ", process " + pid + ", is there after SIGKILL");
      }
      seen.add(victim + " (process " + pid + ")");
    }
    return new SeenWound(
        "gone after SIGKILL: " + String.join(", ", seen),
        victims.spares(),
        () -> {
          for (String victim : chosen) {
            scene.start(victim);
          }
        });
  }
}
