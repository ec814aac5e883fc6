package io.cairn.cli.demo;

import io.cairn.cli.terminal.Words;

/** A decided checkpoint in a line. */
final class CheckpointLine {
  private CheckpointLine() {}

  static String of(CheckpointFacts checkpoint) {
    String figures =
        checkpoint.acks()
            + "/"
            + checkpoint.tasks()
            + " acks, "
            + Words.bytes(checkpoint.uploadedBytes())
            + " uploaded, "
            + Words.millis(checkpoint.millis(0));
    return checkpoint.completed()
        ? "checkpoint " + checkpoint.id() + " COMPLETED: " + figures
        : "checkpoint " + checkpoint.id() + " ABORTED (" + checkpoint.reason() + "): " + figures;
  }
}
