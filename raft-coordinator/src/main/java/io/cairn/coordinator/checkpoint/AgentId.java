package io.cairn.coordinator.checkpoint;

import java.util.regex.Pattern;

/** Configured name of an agent: {@code [a-z0-9][a-z0-9-]{0,31}}. Immutable. */
public record AgentId(String value) implements Comparable<AgentId> {
  private static final Pattern SYNTAX = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  /** Checks the syntax. */
  public AgentId {
    if (!SYNTAX.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "agent id must match " + SYNTAX + ", is " + Text.cut(value, 64));
    }
  }

  @Override
  public int compareTo(AgentId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
