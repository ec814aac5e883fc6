package io.cairn.coordinator.replication.disk;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers which storage refused first: jraft itself only says that the node failed. */
public final class Refusals {
  private @Nullable Refusal first;

  /** Makes one without a refusal. */
  public Refusals() {}

  /** What was refused first. */
  public synchronized Optional<Refusal> first() {
    return Optional.ofNullable(first);
  }

  /** Adds a refusal; later ones are only consequences. */
  public synchronized void add(Refusal refusal) {
    if (first == null) {
      first = refusal;
    }
  }
}
