package io.cairn.cli.completion;

import io.cairn.process.ExitCode;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn completion}. */
@Command(
    name = "completion",
    description = {
      "Print a script by which bash or zsh completes this command's words.",
      "",
      "Source it in each new shell; it does not start Java when it completes."
    },
    footer = {
      "",
      "Examples:",
      "  echo 'source <(cairn completion bash)' >> ~/.bashrc",
      "  echo 'source <(cairn completion zsh)' >> ~/.zshrc"
    },
    mixinStandardHelpOptions = true)
public final class CompletionCommand implements Callable<Integer> {
  /** Shells that can be told. */
  enum Shell {
    BASH,
    ZSH
  }

  /** Zsh reads bash's script once these two are loaded. */
  private static final String ZSH =
      """
      autoload -U +X compinit && compinit
      autoload -U +X bashcompinit && bashcompinit
      """;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  private Shell shell = Shell.BASH;

  @Override
  public Integer call() {
    String script = AutoComplete.bash("cairn", spec.root().commandLine());
    String lowered = lowerEnums(script);
    spec.commandLine().getOut().print(shell == Shell.ZSH ? ZSH + lowered : lowered);
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  /** Picocli offers an enum's constants as they are in the code; people type them small. */
  private static String lowerEnums(String script) {
    StringBuilder text = new StringBuilder();
    for (String line : script.split("\n", -1)) {
      boolean choices = line.matches("\\s*local \\w+_(option|pos)\\w*_?args=.*");
      text.append(choices ? line.replaceFirst("=.*", "") + value(line) : line).append('\n');
    }
    return text.substring(0, text.length() - 1);
  }

  private static String value(String line) {
    return line.substring(line.indexOf('=')).toLowerCase(Locale.ROOT);
  }
}
