package io.cairn.cli;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What was typed wrongly, in one line for a person. */
final class UsageErrors {
  /** Picocli names an enum's constants as they are in the code. */
  private static final Pattern CHOICES =
      Pattern.compile("expected one of \\[([A-Z_, ]+)] \\(case-insensitive\\)");

  private UsageErrors() {}

  /** The line: what is wrong, the nearest right words, and where to read more. */
  static String line(ParameterException e) {
    CommandLine command = e.getCommandLine();
    String hint = "Try '" + command.getCommandSpec().qualifiedName() + " --help'.";
    return (e instanceof UnmatchedArgumentException unmatched ? unmatched(unmatched) : plain(e))
        + " "
        + hint;
  }

  private static String unmatched(UnmatchedArgumentException e) {
    String typed = e.getUnmatched().get(0);
    boolean group = !e.getCommandLine().getSubcommands().isEmpty();
    String what = e.isUnknownOption() ? "option" : group ? "command" : "argument";
    String prefix =
        what.equals("command") ? e.getCommandLine().getCommandSpec().qualifiedName() + " " : "";
    List<String> meant = e.getSuggestions().stream().map(word -> prefix + word).toList();
    String hint = meant.isEmpty() ? "" : " Did you mean: " + String.join(" or ", meant) + "?";
    return "unknown " + what + " '" + typed + "'." + hint;
  }

  private static String plain(ParameterException e) {
    String message = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    message = message.replaceFirst(" is not an? (int|long)$", " is not a whole number");
    Matcher choices = CHOICES.matcher(message);
    if (choices.find()) {
      String words = choices.group(1).toLowerCase(Locale.ROOT);
      message = choices.replaceFirst(Matcher.quoteReplacement("expected one of " + words));
    }
    return message.endsWith(".") ? message : message + ".";
  }
}
