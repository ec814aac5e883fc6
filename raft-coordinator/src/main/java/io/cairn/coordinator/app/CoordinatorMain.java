package io.cairn.coordinator.app;

import io.cairn.coordinator.replication.ReplicaStartException;
import io.cairn.process.ExitCode;
import io.cairn.process.HaltingFaultHandler;
import io.cairn.process.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The coordinator process. */
public final class CoordinatorMain {

  private CoordinatorMain() {}

  /**
   * Runs a coordinator until SIGTERM or Ctrl-C. Prints one line on standard output when it serves,
   * and one on standard error when it cannot.
   *
   * @param configFile YAML, see {@link CoordinatorConfig}
   * @return the process's exit code, when it could not start
   */
  public static int run(Path configFile) {
    try {
      CoordinatorConfig config = CoordinatorConfig.read(configFile);
      config.logFormat().use(config.self().id());
      return serve(config);
    } catch (ConfigException e) {
      System.err.println(e.getMessage());
      return ExitCode.USAGE;
    } catch (ReplicaStartException e) {
      System.err.println("the coordinator cannot start: " + e.getMessage());
      return e.reason() == ReplicaStartException.Reason.DAMAGED
          ? ExitCode.DATA_DAMAGED
          : ExitCode.DISK_FAILED;
    } catch (IOException e) {
      System.err.println("the coordinator cannot start: " + e.getMessage());
      return ExitCode.FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.FAILED;
    }
  }

  private static int serve(CoordinatorConfig config)
      throws ReplicaStartException, IOException, InterruptedException {
    Coordinator coordinator =
        Coordinator.start(
            config, new HaltingFaultHandler(config.self().id()), CoordinatorMain::removed);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(coordinator), "shutdown"));
    System.out.println(
        "ready id="
            + config.self().id()
            + " raft="
            + config.self().raft()
            + " session="
            + config.self().session()
            + " admin="
            + config.self().admin());
    System.out.flush();
    CountDownLatch forEver = new CountDownLatch(1);
    forEver.await(); // the shutdown hook ends the process
    return ExitCode.OK;
  }

  /** Not through the shutdown hook, which ends with another code; the log is on the disk. */
  private static void removed(String line) {
    System.err.println("REMOVED " + line + "; ending with code " + ExitCode.REMOVED);
    System.err.flush();
    Runtime.getRuntime().halt(ExitCode.REMOVED);
  }

  private static void stop(Coordinator coordinator) {
    coordinator.close();
    // A stop that was asked for and went well is no failure; the JVM alone would answer 143.
    Runtime.getRuntime().halt(ExitCode.OK);
  }
}
