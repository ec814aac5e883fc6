package io.cairn.chaos.nemesis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Whom a fault meets; chosen anew at each blow. */
enum Victims {
  LEADER(Blast.COORDINATORS, true) {
    @Override
    List<String> choose(Scene scene, Random random) {
      return List.of(scene.leader());
    }
  },

  FOLLOWER(Blast.COORDINATORS, true) {
    @Override
    List<String> choose(Scene scene, Random random) {
      List<String> followers = new ArrayList<>(scene.coordinators());
      followers.remove(scene.leader());
      return drawn(followers, 1, random);
    }
  },

  /** The leader and one more: no quorum is left. */
  TWO_COORDINATORS(Blast.COORDINATORS, false) {
    @Override
    List<String> choose(Scene scene, Random random) {
      String leader = scene.leader();
      List<String> followers = new ArrayList<>(scene.coordinators());
      followers.remove(leader);
      return List.of(leader, drawn(followers, 1, random).get(0));
    }
  },

  ALL_COORDINATORS(Blast.COORDINATORS, false) {
    @Override
    List<String> choose(Scene scene, Random random) {
      return List.copyOf(scene.coordinators());
    }
  },

  /** Of two times once the one that is held at a moment of its work, if there is one. */
  AGENT(Blast.AGENTS, false) {
    @Override
    List<String> choose(Scene scene, Random random) {
      if (random.nextBoolean() && scene.held().isPresent()) {
        return List.of(scene.held().get());
      }
      return drawn(scene.agents(), 1, random);
    }
  },

  ALL_AGENTS(Blast.AGENTS, false) {
    @Override
    List<String> choose(Scene scene, Random random) {
      return List.copyOf(scene.agents());
    }
  },

  DATANODE(Blast.STORE, false) {
    @Override
    List<String> choose(Scene scene, Random random) throws NotHit {
      return store(scene, Scene.DATANODE);
    }
  },

  NAMENODE(Blast.STORE, false) {
    @Override
    List<String> choose(Scene scene, Random random) throws NotHit {
      return store(scene, Scene.NAMENODE);
    }
  };

  private final Blast blast;
  private final boolean spares;

  Victims(Blast blast, boolean spares) {
    this.blast = blast;
    this.spares = spares;
  }

  Blast blast() {
    return blast;
  }

  /** Whether a quorum and every agent are left. */
  boolean spares() {
    return spares;
  }

  abstract List<String> choose(Scene scene, Random random) throws NotHit;

  private static List<String> drawn(List<String> from, int count, Random random) {
    List<String> shuffled = new ArrayList<>(from);
    Collections.sort(shuffled);
    Collections.shuffle(shuffled, random);
    return List.copyOf(shuffled.subList(0, count));
  }

  private static List<String> store(Scene scene, String server) throws NotHit {
    if (!scene.stores().contains(server)) {
      throw new NotHit("the store is a directory and has no " + server + "; use --store hdfs");
    }
    return List.of(server);
  }
}
