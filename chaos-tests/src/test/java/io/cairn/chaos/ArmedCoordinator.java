package io.cairn.chaos;

import io.cairn.coordinator.app.CoordinatorMain;
import io.cairn.process.failpoint.Failpoint;
import io.cairn.process.failpoint.FailpointPlan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The shipped coordinator, in a process whose failpoints are armed while it runs: each line of its
 * standard input is a plan, and answered with {@code armed}. It ends with its standard input.
 */
public final class ArmedCoordinator {
  private ArmedCoordinator() {}

  /** Takes the configuration file. */
  public static void main(String[] args) {
    Thread plans = new Thread(ArmedCoordinator::takePlans, "plans");
    plans.setDaemon(true);
    plans.start();
    Runtime.getRuntime().halt(CoordinatorMain.run(Path.of(args[0])));
  }

  private static void takePlans() {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String plan = in.readLine(); plan != null; plan = in.readLine()) {
        Failpoint.arm(FailpointPlan.parse(plan));
        System.out.println("armed");
        System.out.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().halt(1); // the test is gone
  }
}
