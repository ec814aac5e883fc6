package io.cairn.cli.output;

/** How an answer is printed. */
public enum Format {
  /** For people, as wide as the screen; 80 columns where there is none. */
  TABLE,
  /** For people, with further columns and absolute times, however long a line gets. */
  WIDE,
  /** For programs. */
  JSON,
  /** For programs and people: the same as JSON. */
  YAML;

  /** True when a program reads it. */
  public boolean isForPrograms() {
    return this == JSON || this == YAML;
  }
}
