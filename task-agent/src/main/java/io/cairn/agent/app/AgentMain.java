package io.cairn.agent.app;

import io.cairn.process.ExitCode;
import io.cairn.process.HaltingFaultHandler;
import io.cairn.process.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/** The agent process. */
public final class AgentMain {

  private AgentMain() {}

  /**
   * Runs an agent until it is told to end: by SIGTERM, or by a coordinator that refuses it for
   * good. Prints one line on standard output when it serves, and one on standard error when it
   * fails.
   *
   * @param configFile YAML, see {@link AgentConfig}
   * @return the process's exit code
   */
  public static int run(Path configFile) {
    try {
      AgentConfig config = AgentConfig.read(configFile);
      config.logFormat().use(config.id());
      try (Agent agent = Agent.start(config, new HaltingFaultHandler(config.id()))) {
        // Also on Ctrl-C and SIGTERM the tasks end before the process does.
        Thread hook = new Thread(() -> stop(agent), "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        System.out.println(
            "ready id="
                + config.id()
                + " data="
                + agent.dataAddress()
                + " metrics="
                + agent.metricsAddress());
        System.out.flush();
        AgentSession.AgentEnd end = agent.ended().get();
        System.err.println("agent " + config.id() + " ends: " + end.reason());
        return end.exitCode();
      }
    } catch (ConfigException e) {
      System.err.println(e.getMessage());
      return ExitCode.USAGE;
    } catch (IOException | ExecutionException e) {
      System.err.println("the agent cannot start: " + e.getMessage());
      return ExitCode.FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.FAILED;
    }
  }

  private static void stop(Agent agent) {
    boolean askedTo = !agent.ended().isDone();
    boolean well = agent.stop();
    if (askedTo) {
      // A stop that was asked for and went well is no failure; the JVM alone would answer 143.
      Runtime.getRuntime().halt(well ? ExitCode.OK : ExitCode.FAILED);
    }
  }
}
