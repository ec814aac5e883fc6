package io.cairn.cli.terminal;

import picocli.CommandLine.Help.Ansi;

/** Colours and cursor moves, on a terminal only; {@code NO_COLOR} switches colours off. */
public enum Colours {
  /** Something good. */
  GREEN("32"),
  /** Something lost or wrong. */
  RED("31"),
  /** Something under way. */
  YELLOW("33"),
  /** Something to find at a glance. */
  BOLD("1"),
  /** Something of less importance. */
  FAINT("2");

  private final String code;

  Colours(String code) {
    this.code = code;
  }

  /** The text in this colour, or as it is when {@code on} is false. */
  public String paint(String text, boolean on) {
    return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /**
   * True when standard output is a terminal that understands cursor moves. Java 17 cannot tell, so
   * {@code bin/cairn} does, by the property {@code cairn.terminal}.
   */
  public static boolean terminal() {
    return Boolean.getBoolean("cairn.terminal");
  }

  /** True when colours are wanted. */
  public static boolean wanted() {
    String noColor = System.getenv("NO_COLOR");
    return terminal() && (noColor == null || noColor.isEmpty());
  }

  /** The same for picocli's help. */
  public static Ansi helpAnsi() {
    return wanted() ? Ansi.ON : Ansi.OFF;
  }
}
