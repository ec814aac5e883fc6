package io.cairn.chaos.nemesis;

/** A fault that was seen when it was struck, and is healed once. */
final class SeenWound implements Wound {
  private final String evidence;
  private final boolean spares;
  private final Healing healing;
  private boolean healed;

  /** What ends the fault. */
  interface Healing {
    void run() throws Exception;
  }

  SeenWound(String evidence, boolean spares, Healing healing) {
    this.evidence = evidence;
    this.spares = spares;
    this.healing = healing;
  }

  @Override
  public String evidence() {
    return evidence;
  }

  @Override
  public boolean spares() {
    return spares;
  }

  @Override
  public void heal() throws Exception {
    if (!healed) {
      healed = true;
      healing.run();
    }
  }
}
