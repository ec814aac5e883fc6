package io.cairn.process.security;

import java.util.Locale;
import java.util.Optional;

/** What somebody may do. Each may do what the one before it may. */
public enum Role {
  /** Look at everything, change nothing. */
  VIEWER,

  /** All about jobs: whoever submits one runs code on the agents. */
  OPERATOR,

  /** The cluster itself: its members, its files, jobs of other clusters. */
  ADMIN;

  /** Whether this role may do what needs that one. */
  public boolean includes(Role needed) {
    return compareTo(needed) >= 0;
  }

  /** As a person writes it: in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** By its word, empty when there is none. */
  public static Optional<Role> of(String word) {
    for (Role role : values()) {
      if (role.word().equals(word)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
