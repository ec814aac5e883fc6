package io.cairn.chaos.nemesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Several faults at once: struck in this order, healed in this order. */
record Together(List<Nemesis> parts) implements Nemesis {
  @Override
  public String name() {
    return parts.stream().map(Nemesis::name).collect(Collectors.joining("+"));
  }

  @Override
  public Blast blast() {
    return parts.stream().map(Nemesis::blast).reduce(Blast.COORDINATORS, Blast::and);
  }

  @Override
  public Wound strike(Scene scene, Random random) throws Exception {
    List<Wound> wounds = new ArrayList<>();
    Wound all = new Wounds(wounds);
    try {
      for (Nemesis part : parts) {
        wounds.add(part.strike(scene, random));
      }
      return all;
    } catch (Exception | AssertionError e) {
      all.heal();
      throw e;
    }
  }

  private record Wounds(List<Wound> parts) implements Wound {
    @Override
    public String evidence() {
      return parts.stream().map(Wound::evidence).collect(Collectors.joining("; "));
    }

    @Override
    public void heal() throws Exception {
      for (Wound part : parts) {
        part.heal();
      }
    }
  }
}
