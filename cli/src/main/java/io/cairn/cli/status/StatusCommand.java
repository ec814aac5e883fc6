package io.cairn.cli.status;

import io.cairn.cli.CliException;
import io.cairn.cli.admin.AdminException;
import io.cairn.cli.admin.AdminOptions;
import io.cairn.process.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cairn status}. */
@Command(
    name = "status",
    description = {
      "Show the cluster on one screen, what needs attention first.",
      "",
      "'!!' marks what is lost or does not work, '!' what may become so. Without a",
      "majority it shows what one coordinator knows by itself, says so, and exits",
      "with 1. 'cairn health' is the command for an exit code alone."
    },
    footer = {
      "",
      "Examples:",
      "  cairn status",
      "  cairn status -o wide",
      "  cairn status -o json | jq '.alarms[].what'"
    },
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
  @Mixin private AdminOptions admin = new AdminOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    Picture picture = read();
    List<Alarm> alarms = Alarms.of(picture);
    admin.show(spec, picture.json(alarms), (answer, look) -> StatusLines.of(picture, alarms, look));
    if (!picture.isComplete()) {
      throw new CliException(ExitCode.FAILED, "this is not all, or may be old");
    }
    return ExitCode.OK;
  }

  private Picture read() throws InterruptedException {
    try (PictureReader reader = new PictureReader(admin.client())) {
      return reader.read();
    } catch (AdminException e) {
      throw AdminOptions.failed(e);
    }
  }
}
