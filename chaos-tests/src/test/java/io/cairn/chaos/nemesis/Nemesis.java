package io.cairn.chaos.nemesis;

import java.util.Random;

/**
 * A kind of fault. Stateless: what one blow leaves behind is its {@link Wound}. Called by the one
 * thread that runs the rounds.
 */
public interface Nemesis {
  /** As people write it and as it is counted: {@code kill-leader}. */
  String name();

  /** What it may harm, and with that what must hold all the same. */
  Blast blast();

  /**
   * Strikes once; returns when the fault is there, as seen from outside and not only as ordered.
   *
   * @param random the only source of chance, so that a seed repeats the choices
   * @throws NotHit when it could not be brought about; nothing is left behind then
   */
  Wound strike(Scene scene, Random random) throws Exception;
}
