package io.cairn.coordinator.replication;

import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Outcome;
import io.cairn.process.ExitCode;
import io.cairn.process.HaltingFaultHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A replica in a process of its own, which writes without a pause: to be killed, or to run into a
 * limit. It prints {@code has N} when it leads, with what it came back with, and {@code wrote N}
 * for each that is confirmed.
 */
final class ReplicaProcess implements AutoCloseable {
  private static final int IN_FLIGHT = 32;

  /** Each write is a new incarnation of one of them: the number of incarnations counts writes. */
  private static final int AGENTS = 100;

  private final Process process;
  private final BufferedReader out;

  private ReplicaProcess(Process process) {
    this.process = process;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts one on a directory. */
  static ReplicaProcess start(Path directory, int port) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        new ArrayList<>(List.of(java, "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dcom.google.protobuf.use_unsafe_pre22_gencode=true");
    command.add("-Dsofa.middleware.log.disable=true");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ReplicaProcess.class.getName(), directory.toString(), "" + port));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    return new ReplicaProcess(builder.start());
  }

  /** From now on it can write no file beyond so many bytes: the kernel answers EFBIG. */
  void limitFiles(long bytes) throws IOException, InterruptedException {
    Process limiting =
        new ProcessBuilder("prlimit", "--pid", "" + process.pid(), "--fsize=" + bytes)
            .inheritIO()
            .start();
    if (limiting.waitFor() != 0) {
      throw new IOException("prlimit failed");
    }
  }

  /** The next number after the word, or -1 when the process ended before it came. */
  long await(String word, List<String> seen) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      seen.add(line);
      if (line.startsWith(word + " ")) {
        return Long.parseLong(line.substring(word.length() + 1));
      }
    }
    return -1;
  }

  /** Kills it as the kernel does, and gives the last number that it printed after the word. */
  long kill(String word) throws IOException {
    process.toHandle().destroyForcibly(); // unlike the process's own, it leaves the output open
    long last = -1;
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      // The last line may be cut; a shorter number would only ask for less.
      if (line.matches(word + " [0-9]+")) {
        last = Long.parseLong(line.substring(word.length() + 1));
      }
    }
    return last;
  }

  int exitCode() throws InterruptedException {
    return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** The child: directory and Raft port. */
  public static void main(String[] args) throws Exception {
    ClusterMember self =
        new ClusterMember(
            "c1",
            TestCluster.loopback(Integer.parseInt(args[1])),
            TestCluster.loopback(1),
            TestCluster.loopback(1));
    ReplicationSettings settings =
        new ReplicationSettings(
            new Membership("c1", List.of(self)),
            Path.of(args[0]),
            true,
            Duration.ofMillis(300),
            Duration.ofMillis(100),
            Duration.ofSeconds(2)); // so that kills meet snapshots too
    JraftReplicatedState replica =
        new JraftReplicatedState(settings, new HaltingFaultHandler("c1"));
    try {
      replica.start();
    } catch (ReplicaStartException e) {
      System.out.println("refused: " + e.getMessage());
      Runtime.getRuntime().halt(ExitCode.DATA_DAMAGED);
    }
    Thread.currentThread()
        .setUncaughtExceptionHandler(
            (thread, e) -> {
              e.printStackTrace(System.out);
              Runtime.getRuntime().halt(ExitCode.FAILED);
            });
    Await.until("it leads", () -> replica.leadership().isReady());
    System.out.println("has " + replica.state().lastIncarnation());
    writeForEver(replica);
  }

  private static void writeForEver(JraftReplicatedState replica) throws Exception {
    Term term = replica.leadership().readyTerm().orElseThrow();
    for (long done = replica.state().lastIncarnation(); ; done += IN_FLIGHT) {
      List<CompletableFuture<List<Outcome>>> answers = new ArrayList<>();
      for (long i = done; i < done + IN_FLIGHT; i++) {
        AgentId id = new AgentId("agent-" + i % AGENTS);
        Event event = new Event.RegisterAgent(id, "nonce-" + i, "127.0.0.1", 9000, 4, 0);
        answers.add(replica.propose(term, List.of(event)));
      }
      for (CompletableFuture<List<Outcome>> answer : answers) {
        if (!Await.get(answer).get(0).isAccepted()) {
          throw new AssertionError("refused");
        }
      }
      System.out.println("wrote " + (done + IN_FLIGHT));
    }
  }
}
