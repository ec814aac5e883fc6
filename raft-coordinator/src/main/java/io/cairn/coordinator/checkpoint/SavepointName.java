package io.cairn.coordinator.checkpoint;

import java.util.regex.Pattern;

/** How savepoints are called, and where their files lie. */
public final class SavepointName {
  /** What a name must match. */
  public static final Pattern SYNTAX = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  private static final Pattern GIVEN_BY_APPLY = Pattern.compile("savepoint-[0-9]+");

  private SavepointName() {}

  /** The name, which may be empty: then {@code apply} gives one. */
  static String check(String name) {
    if (!name.isEmpty() && !SYNTAX.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a savepoint's name must match " + SYNTAX + ", is '" + Text.cut(name, 64) + "'");
    }
    return name;
  }

  /** The name of a savepoint that nobody gave one. */
  static String of(CheckpointId id) {
    return "savepoint-" + id.value();
  }

  /** Whether only {@code apply} gives such names, so that they are never taken already. */
  static boolean isReserved(String name) {
    return GIVEN_BY_APPLY.matcher(name).matches();
  }

  /**
   * The savepoint's directory relative to the job's root. With the id, so that a directory's name
   * is never used again: a late deletion by a former leader finds only what it is meant for.
   */
  public static String directory(String name, CheckpointId id) {
    return "savepoints/" + name + "-" + id.value();
  }
}
