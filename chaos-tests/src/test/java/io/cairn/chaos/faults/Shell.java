package io.cairn.chaos.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs commands of the system, within bounds. */
public final class Shell {
  private static final int BOUND_SECONDS = 60;

  private Shell() {}

  /**
   * What the command says, on both streams.
   *
   * @throws IOException when it cannot be run, fails or does not end
   */
  public static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(List.of(command) + " does not end");
    }
    if (process.exitValue() != 0) {
      throw new IOException(List.of(command) + " ended with " + process.exitValue() + ": " + said);
    }
    return said;
  }

  /** Whether there is such a command on the path of root. */
  public static boolean has(String command) throws InterruptedException {
    try {
      run("sh", "-c", "PATH=$PATH:/usr/sbin:/sbin command -v \"$0\"", command);
      return true;
    } catch (IOException absent) {
      return false;
    }
  }
}
