package io.cairn.chaos.nemesis;

import java.util.Random;

/** Another's blow under a name of its own. */
public record Named(String name, Nemesis blow) implements Nemesis {
  @Override
  public Blast blast() {
    return blow.blast();
  }

  @Override
  public Wound strike(Scene scene, Random random) throws Exception {
    return blow.strike(scene, random);
  }
}
