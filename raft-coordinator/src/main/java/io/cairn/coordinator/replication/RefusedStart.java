package io.cairn.coordinator.replication;

import io.cairn.coordinator.replication.ReplicaStartException.Reason;
import io.cairn.coordinator.replication.disk.DamageException;
import io.cairn.coordinator.replication.disk.Refusal;
import io.cairn.coordinator.replication.disk.Refusals;
import java.io.IOException;
import java.nio.file.Path;

/** Says in one line why a replica did not open, and what a person is to do about it. */
final class RefusedStart {
  private RefusedStart() {}

  /** With what the storages know; else with what was thrown. */
  static ReplicaStartException of(
      ReplicationSettings settings, Refusals refusals, Exception thrown) {
    Refusal refusal = refusals.first().orElseGet(() -> from(thrown));
    Reason reason = refusal.damaged() ? Reason.DAMAGED : Reason.STORAGE;
    String cure = refusal.damaged() ? rebuild(settings) : "; cure the disk, then start again";
    return new ReplicaStartException(reason, refusal.what() + cure, thrown);
  }

  private static Refusal from(Exception thrown) {
    String what = String.valueOf(thrown.getMessage());
    if (thrown instanceof DamageException) {
      return new Refusal(true, what);
    }
    if (thrown instanceof IOException) {
      return new Refusal(false, "the disk cannot be used: " + thrown);
    }
    // jraft tells no more than that it failed, and no storage refused: log and snapshot are each
    // whole, but do not fit together.
    return new Refusal(true, "the replica does not open: " + what);
  }

  private static String rebuild(ReplicationSettings settings) {
    Path directory = settings.directory();
    if (settings.membership().members().size() == 1) {
      return "; there is no other member to copy from: restore " + directory + " from a backup";
    }
    return "; the other members hold the same log: move "
        + directory
        + " away and start with 'bootstrap: false' to copy it from them (docs/operations.md)";
  }
}
