package io.cairn.cli;

import io.cairn.cli.admin.GcCommand;
import io.cairn.cli.admin.HealthCommand;
import io.cairn.cli.admin.JobCommand;
import io.cairn.cli.admin.LeaderCommand;
import io.cairn.cli.admin.MemberCommand;
import io.cairn.cli.admin.SavepointCommand;
import io.cairn.cli.checkpoint.CheckpointCommand;
import io.cairn.cli.completion.CompletionCommand;
import io.cairn.cli.demo.DemoCommand;
import io.cairn.cli.dev.DevCommand;
import io.cairn.cli.status.StatusCommand;
import io.cairn.cli.terminal.Colours;
import io.cairn.cli.tls.TlsCommand;
import io.cairn.cli.token.TokenCommand;
import io.cairn.process.ExitCode;
import io.cairn.process.config.ConfigException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The main of {@code bin/cairn}. */
@Command(
    name = "cairn",
    description = {
      "Coordinates checkpoints of distributed stateful jobs, and survives the loss",
      "of any one process in the middle of one.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      DevCommand.class,
      StatusCommand.class,
      HealthCommand.class,
      MemberCommand.class,
      LeaderCommand.class,
      JobCommand.class,
      CheckpointCommand.class,
      SavepointCommand.class,
      GcCommand.class,
      TlsCommand.class,
      TokenCommand.class,
      CoordinatorCommand.class,
      AgentCommand.class,
      CompletionCommand.class
    },
    footer = {"", "Begin with 'cairn demo'. Each command explains itself with --help."})
public final class CairnMain implements Runnable {
  @Option(
      names = "--stacktrace",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show where in the code an error comes from.")
  private boolean stacktrace;

  @Spec private CommandSpec spec;

  private CairnMain() {
    this.spec = CommandSpec.create(); // replaced by picocli when it reads the annotations
  }

  /** Runs one command; the exit code is one of {@link ExitCode}. */
  public static void main(String[] args) {
    int code = commandLine().execute(args);
    System.out.flush();
    System.exit(code);
  }

  /** The command as tests and the main use it. */
  public static CommandLine commandLine() {
    CairnMain main = new CairnMain();
    CommandLine line = new CommandLine(main);
    line.setUsageHelpWidth(80);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Colours.helpAnsi()));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(main::explain);
    line.setParameterExceptionHandler(CairnMain::explainUsage);
    return line;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private int explain(Exception e, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    int code = ExitCode.FAILED;
    String line;
    if (e instanceof CliException known) {
      code = known.exitCode();
      line = known.getMessage();
    } else if (e instanceof ConfigException known) {
      code = ExitCode.USAGE;
      line = known.getMessage();
    } else if (e instanceof InterruptedException) {
      line = "interrupted";
    } else {
      line = e + "; run again with --stacktrace to see where";
    }
    err.println("cairn: " + line);
    if (stacktrace) {
      e.printStackTrace(err);
    }
    err.flush();
    return code;
  }

  private static int explainUsage(CommandLine.ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("cairn: " + UsageErrors.line(e));
    err.flush();
    return ExitCode.USAGE;
  }
}
