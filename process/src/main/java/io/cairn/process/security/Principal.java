package io.cairn.process.security;

import java.util.regex.Pattern;

/**
 * Who asks, once that is proved.
 *
 * @param name as histories and the audit log show it; empty for {@link #ANYBODY}
 * @param kind how far it is believed beyond its own role
 */
public record Principal(String name, Role role, Kind kind) {

  /** Names of people and scripts: safe in a file, in a header and in a line of a log. */
  public static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

  /** Where nobody has to say who they are, everybody may do everything. */
  public static final Principal ANYBODY = new Principal("", Role.ADMIN, Kind.ANYBODY);

  /** What stands behind a name. */
  public enum Kind {
    /** Nothing: there is no authentication. */
    ANYBODY,

    /** A token or a certificate of a person or a script. */
    PERSON,

    /** Another coordinator: it may say on whose behalf it asks. */
    COORDINATOR
  }

  /** A person or a script. */
  public static Principal person(String name, Role role) {
    return new Principal(name, role, Kind.PERSON);
  }

  /** A coordinator, which by itself only looks. */
  public static Principal coordinator(String name) {
    return new Principal(name, Role.VIEWER, Kind.COORDINATOR);
  }

  /** Whether it was proved who this is. */
  public boolean isKnown() {
    return kind != Kind.ANYBODY;
  }
}
