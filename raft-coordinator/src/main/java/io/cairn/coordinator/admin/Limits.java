package io.cairn.coordinator.admin;

import java.time.Duration;

/** The bounds of the HTTP interface. */
final class Limits {
  /** A job of 10,000 tasks is described in far less. */
  static final int MAX_JSON_BYTES = 1 << 20;

  /** A job's jar with all that it brings. */
  static final long MAX_JAR_BYTES = 256L << 20;

  /** Within this every answer that needs consensus is there, be it an error. */
  static final Duration CONSENSUS = Duration.ofMillis(2900);

  /** Two jars at a time: each holds a thread and an HDFS stream. */
  static final int JAR_UPLOADS = 2;

  /** Most rows of a list in one answer. */
  static final int MAX_ROWS = 1000;

  private Limits() {}
}
