package io.cairn.agent;

/**
 * What was thrown, in one line for people: Hadoop puts whole stack traces of its servers into the
 * messages of its exceptions. Pure.
 */
public final class OneLine {

  /** Longer texts are cut. */
  private static final int MAX_CHARS = 300;

  private OneLine() {}

  /** The class, and the first line of the message. */
  public static String of(Throwable thrown) {
    String message = thrown.getMessage();
    String name = thrown.getClass().getName();
    return message == null || message.isBlank() ? name : name + ": " + of(message);
  }

  /** The first line of a text that is not blank. */
  public static String of(String text) {
    String first = text.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse("");
    return first.length() <= MAX_CHARS ? first : first.substring(0, MAX_CHARS - 1) + "…";
  }
}
