package io.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class HelpTest {
  /** Every command that does something: those that only hold others explain themselves. */
  static Stream<CommandLine> commands() {
    return commands(CairnMain.commandLine());
  }

  private static Stream<CommandLine> commands(CommandLine line) {
    return line.getSubcommands().isEmpty()
        ? Stream.of(line)
        : line.getSubcommands().values().stream().flatMap(HelpTest::commands);
  }

  static String usage(CommandLine command) {
    return command.getUsageMessage(CommandLine.Help.Ansi.OFF);
  }

  @Test
  void eachCommandHasAnExampleOfItself() {
    assertTrue(commands().count() > 25, "the commands are found");
    List<String> without =
        commands()
            .filter(c -> !usage(c).matches("(?s).*\nExamples?:.*cairn .*"))
            .map(c -> c.getCommandSpec().qualifiedName())
            .toList();
    assertEquals(List.of(), without, "give each a footer 'Example:' or 'Examples:'");
    List<String> foreign =
        commands()
            .filter(
                c ->
                    !usage(c)
                        .replaceFirst("(?s).*\nExamples?:", "")
                        .contains(c.getCommandSpec().qualifiedName()))
            .map(c -> c.getCommandSpec().qualifiedName())
            .toList();
    assertEquals(List.of(), foreign, "the examples should be of the command itself");
  }

  @Test
  void noLineOfAnyHelpIsWiderThanEightyColumns() {
    commands(CairnMain.commandLine())
        .forEach(
            c -> usage(c).lines().forEach(line -> assertTrue(line.length() <= 80, () -> line)));
    usage(CairnMain.commandLine())
        .lines()
        .forEach(line -> assertTrue(line.length() <= 80, () -> line));
  }

  @Test
  void eachCommandThatAsksTheClusterCanAnswerAProgram() {
    List<String> without =
        commands()
            .filter(c -> c.getCommandSpec().findOption("--coordinators") != null)
            .filter(c -> c.getCommandSpec().findOption("--output") == null)
            .map(c -> c.getCommandSpec().qualifiedName())
            .toList();
    assertEquals(List.of(), without, "take the mixin AdminOptions");
  }
}
