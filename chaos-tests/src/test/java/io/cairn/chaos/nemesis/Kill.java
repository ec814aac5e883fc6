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
    return new Wound() {
      private boolean healed;

      @Override
      public String evidence() {
        return "gone after SIGKILL: " + String.join(", ", seen);
      }

      @Override
      public boolean spares() {
        return victims.spares();
      }

      @Override
      public void heal() throws Exception {
        if (!healed) {
          healed = true;
          for (String victim : chosen) {
            scene.start(victim);
          }
        }
      }
    };
  }
}
