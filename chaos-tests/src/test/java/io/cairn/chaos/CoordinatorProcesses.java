package io.cairn.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.process.history.HistoryEvent;
import io.cairn.process.history.HistoryReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Real coordinator processes on loopback, whose failpoints can be armed. Of the test's thread. */
final class CoordinatorProcesses implements AutoCloseable {
  static final Duration BOUND = Duration.ofSeconds(60);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LOWEST_PORT = 12_000;
  private static final int HIGHEST_PORT = 20_000;

  /** Upwards, so that none is given twice; from anywhere, for others do the same. */
  private static final AtomicInteger NEXT_PORT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(HIGHEST_PORT - LOWEST_PORT));

  private final Path root;
  private final String blobStore;
  private final String settings;
  private final List<Integer> ports = new ArrayList<>();
  private final List<Process> processes = new ArrayList<>();
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  /** The ports of a coordinator, in the order of the configuration. */
  enum Port {
    RAFT(0),
    SESSION(1),
    ADMIN(2);

    private final int place;

    Port(int place) {
      this.place = place;
    }
  }

  private CoordinatorProcesses(Path root, String blobStore, String settings) {
    this.root = root;
    this.blobStore = blobStore;
    this.settings = settings;
  }

  static CoordinatorProcesses start(Path root, int size, String blobStore) throws Exception {
    return start(root, size, blobStore, "");
  }

  /** As {@link #start(Path, int, String)}, with further lines of configuration. */
  static CoordinatorProcesses start(Path root, int size, String blobStore, String settings)
      throws Exception {
    CoordinatorProcesses cluster = new CoordinatorProcesses(root, blobStore, settings);
    for (int i = 0; i < size * Port.values().length; i++) {
      cluster.ports.add(freePort());
    }
    try {
      for (int i = 0; i < size; i++) {
        cluster.processes.add(cluster.launch(i));
      }
      cluster.awaitServing();
      return cluster;
    } catch (Exception | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  /** Below the range from which the kernel takes ports for outgoing connections. */
  private static int freePort() throws IOException {
    while (true) {
      int port = LOWEST_PORT + NEXT_PORT.getAndIncrement() % (HIGHEST_PORT - LOWEST_PORT);
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return port;
      } catch (java.net.BindException taken) {
        // another one
      }
    }
  }

  int port(int member, Port port) {
    return ports.get(member * Port.values().length + port.place);
  }

  InetSocketAddress address(int member, Port port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port(member, port));
  }

  List<String> sessions() {
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < processes.size(); i++) {
      addresses.add("127.0.0.1:" + port(i, Port.SESSION));
    }
    return addresses;
  }

  private Process launch(int member) throws IOException {
    int size = ports.size() / Port.values().length;
    StringBuilder text = new StringBuilder();
    text.append("id: c").append(member + 1).append('\n');
    text.append("dataDir: ").append(directory(member)).append("\nbootstrap: true\nmembers:\n");
    for (int i = 0; i < size; i++) {
      text.append("  - id: c").append(i + 1).append('\n');
      for (Port port : Port.values()) {
        text.append("    ").append(port.name().toLowerCase(java.util.Locale.ROOT));
        text.append(": \"127.0.0.1:").append(port(i, port)).append("\"\n");
      }
    }
    text.append("blobStore: ").append(blobStore).append('\n').append(settings);
    Path config = root.resolve("c" + (member + 1) + ".yaml");
    Files.writeString(config, text);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dcom.google.protobuf.use_unsafe_pre22_gencode=true",
                "-Dsofa.middleware.log.disable=true",
                "-cp",
                System.getProperty("java.class.path"),
                ArmedCoordinator.class.getName(),
                config.toString())
            .redirectError(ProcessBuilder.Redirect.appendTo(log(member).toFile()))
            .start();
    awaitLine(process, "ready ");
    return process;
  }

  private void awaitLine(Process process, String begin) throws IOException {
    BufferedReader out = // not closed: the next line is read by another
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8), 1);
    for (String line = out.readLine(); ; line = out.readLine()) {
      if (line == null) {
        throw new IOException("a coordinator ended early; see its log");
      }
      if (line.startsWith(begin)) {
        return;
      }
    }
  }

  private Path directory(int member) {
    return root.resolve("c" + (member + 1));
  }

  private Path log(int member) {
    return root.resolve("c" + (member + 1) + ".log");
  }

  /** What this coordinator wrote to its log so far. */
  List<String> logLines(int member) throws IOException {
    return Files.readAllLines(log(member));
  }

  List<HistoryEvent> history(int member) throws IOException {
    return HistoryReader.read(directory(member).resolve("history.jsonl"));
  }

  int size() {
    return processes.size();
  }

  /** From now on this plan holds in that process. */
  void arm(int member, String plan) throws IOException {
    Process process = processes.get(member);
    Writer in = process.outputWriter(StandardCharsets.UTF_8);
    in.write(plan + "\n");
    in.flush();
    awaitLine(process, "armed");
  }

  /** Waits until the process has ended by itself; its exit code. */
  int awaitEnd(int member) throws InterruptedException {
    Process process = processes.get(member);
    if (!process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("c" + (member + 1) + " did not reach the failpoint");
    }
    return process.exitValue();
  }

  /** SIGKILL; returns when the process is gone. */
  void kill(int member) throws InterruptedException {
    processes.get(member).destroyForcibly().waitFor();
  }

  /** SIGSTOP: the process is there and does nothing. */
  void pause(int member) throws Exception {
    signal(member, "STOP");
  }

  /** SIGCONT: the opposite of {@link #pause}. */
  void resume(int member) throws Exception {
    signal(member, "CONT");
  }

  private void signal(int member, String name) throws Exception {
    String pid = Long.toString(processes.get(member).pid());
    if (new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor() != 0) {
      throw new IOException("kill -" + name + " of c" + (member + 1) + " failed");
    }
  }

  void restart(int member) throws IOException {
    processes.set(member, launch(member));
  }

  /** Waits until every coordinator answers with what a majority has. */
  void awaitServing() {
    for (int member = 0; member < processes.size(); member++) {
      int asked = member;
      Await.until(
          BOUND,
          () -> call(asked, "GET", "jobs", "").statusCode() == 200,
          () -> "c" + (asked + 1) + " serves");
    }
  }

  /** Which member leads. */
  int leader() {
    int[] found = {-1};
    Await.until(
        BOUND,
        () -> {
          String id = get("cluster").path("leader").path("id").asText("");
          found[0] = id.isEmpty() ? -1 : Integer.parseInt(id.substring(1)) - 1;
          return found[0] >= 0;
        },
        () -> "a leader");
    return found[0];
  }

  /** A linearizable read, of any member that answers. */
  JsonNode get(String path) throws Exception {
    return any("GET", path, "");
  }

  /** A command, of any member that answers; it may be repeated as it has a request id. */
  JsonNode post(String path, String body) {
    JsonNode[] answer = {JSON.nullNode()};
    Await.until(
        BOUND,
        () -> {
          answer[0] = any("POST", path, body);
          return true;
        },
        () -> "an answer to POST " + path);
    return answer[0];
  }

  private JsonNode any(String method, String path, String body) throws Exception {
    Exception last = new IOException("no coordinator");
    for (int member = 0; member < processes.size(); member++) {
      try {
        HttpResponse<String> answer = call(member, method, path, body);
        if (answer.statusCode() == 200) {
          return JSON.readTree(answer.body());
        }
        last = new IOException(answer.statusCode() + ": " + answer.body());
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  HttpResponse<String> call(int member, String method, String path, String body)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port(member, Port.ADMIN) + "/api/v1/" + path);
    return client.send(
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(5))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
  }
}
