package io.cairn.chaos.faults.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Network.Ipam;
import io.cairn.chaos.Await;
import io.cairn.cli.admin.AdminClient;
import io.cairn.process.HostPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * The cluster of {@code deploy/compose.yaml} on a network of its own, with addresses of its own:
 * the image and the configurations are those that are shipped, but for TLS and tokens. A container
 * that is killed keeps its disk and its address. Of the test's thread.
 */
final class ContainerCluster implements AutoCloseable {
  static final Duration BOUND = Duration.ofMinutes(3);

  private static final String IMAGE = "cairn:latest";
  private static final Path COMPOSE =
      Path.of(System.getProperty("user.dir")).resolveSibling("deploy/compose").normalize();
  private static final String SHIPPED_SUBNET = "172.30.77.";
  private static final String SUBNET = "172.30.78.";
  private static final int ADMIN_PORT = 7301;
  private static final long SLOW_UPLOAD_BYTES_PER_SECOND = 60_000;

  /** Each container and the end of its address, as in the composition. */
  private static final Map<String, Integer> HOSTS = hosts();

  private final Network network;
  private final Map<String, GenericContainer<?>> containers = new LinkedHashMap<>();

  private ContainerCluster(Network network) {
    this.network = network;
  }

  private static Map<String, Integer> hosts() {
    Map<String, Integer> hosts = new LinkedHashMap<>();
    hosts.put("namenode", 31);
    hosts.put("datanode", 32);
    hosts.put("c1", 11);
    hosts.put("c2", 12);
    hosts.put("c3", 13);
    hosts.put("a1", 21);
    hosts.put("a2", 22);
    return hosts;
  }

  /** Why there can be no containers here; empty when there can. */
  static String missing() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      return "no Docker engine answers";
    }
    boolean built =
        docker().listImagesCmd().exec().stream()
            .map(image -> Objects.requireNonNullElse(image.getRepoTags(), new String[0]))
            .anyMatch(tags -> List.of(tags).contains(IMAGE));
    return built ? "" : "there is no image " + IMAGE + "; run deploy/docker/build";
  }

  private static DockerClient docker() {
    return DockerClientFactory.instance().client();
  }

  static List<String> coordinators() {
    return List.of("c1", "c2", "c3");
  }

  /** Starts everything; returns when both agents are registered and HDFS can be written. */
  static ContainerCluster start() throws Exception {
    Ipam addresses = new Ipam().withConfig(new Ipam.Config().withSubnet(SUBNET + "0/24"));
    // Docker's DNS ends the containers' names in the network's, which Testcontainers draws; Hadoop
    // takes no name whose last part begins with a digit.
    String name = "cairn-" + ProcessHandle.current().pid();
    Network network =
        Network.builder()
            .createNetworkCmdModifier(create -> create.withIpam(addresses).withName(name))
            .build();
    ContainerCluster cluster = new ContainerCluster(network);
    try {
      for (String host : HOSTS.keySet()) {
        cluster.containers.put(host, cluster.container(host));
      }
      cluster.containers.values().forEach(GenericContainer::start);
      Await.until(BOUND, cluster::writable, () -> "HDFS can be written");
      Await.until(BOUND, () -> cluster.registered() == 2, () -> "both agents are registered");
      return cluster;
    } catch (Exception | AssertionError e) {
      HOSTS.keySet().forEach(host -> System.out.println(host + ": " + cluster.lastWords(host)));
      cluster.close();
      throw e;
    }
  }

  private GenericContainer<?> container(String name) throws IOException {
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(IMAGE))
            .withNetwork(network)
            .withCreateContainerCmdModifier(
                create -> create.withIpv4Address(host(name)).withHostName(name))
            .withImagePullPolicy(image -> false);
    if (name.endsWith("node")) {
      return container
          .withCopyToContainer(file("hdfs", 0755), "/etc/cairn/hdfs")
          .withCopyToContainer(file("hdfs-site.xml", 0644), "/etc/cairn/hdfs-site.xml")
          .withCreateContainerCmdModifier(create -> create.withEntrypoint("/etc/cairn/hdfs", name));
    }
    String role = name.startsWith("c") ? "coordinator" : "agent";
    return container
        .withCopyToContainer(file(name + ".yaml", 0644), "/etc/cairn/" + name + ".yaml")
        .withCommand(role, "--config", "/etc/cairn/" + name + ".yaml");
  }

  /** A file of the composition, with the addresses of this network, on which nobody is asked. */
  private static Transferable file(String name, int mode) throws IOException {
    String text = Files.readString(COMPOSE.resolve(name)).replace(SHIPPED_SUBNET, SUBNET);
    if (name.matches("[ac]\\d\\.yaml")) {
      text = text.substring(0, text.indexOf("tls:\n")) + "security: {allowInsecure: true}\n";
    }
    if (name.matches("a\\d\\.yaml")) {
      // So that a checkpoint is for a while one with some acks and not all.
      text += "uploadBytesPerSecond: " + SLOW_UPLOAD_BYTES_PER_SECOND + "\n";
    }
    return Transferable.of(text.getBytes(StandardCharsets.UTF_8), mode);
  }

  static String host(String name) {
    return SUBNET + HOSTS.getOrDefault(name, 0);
  }

  private boolean writable() throws Exception {
    return of("namenode").execInContainer("/etc/cairn/hdfs", "healthy").getExitCode() == 0;
  }

  private long registered() throws Exception {
    return admin(coordinators()).get("cluster").path("agents").findValuesAsText("state").stream()
        .filter("REGISTERED"::equals)
        .count();
  }

  private GenericContainer<?> of(String name) {
    GenericContainer<?> container = containers.get(name);
    if (container == null) {
      throw new IllegalArgumentException("no container " + name);
    }
    return container;
  }

  /** A client of these coordinators, from the machine, which reaches the containers' network. */
  static AdminClient admin(List<String> of) {
    return AdminClient.of(of.stream().map(name -> new HostPort(host(name), ADMIN_PORT)).toList());
  }

  /** SIGKILL; returns when the container has ended by it. */
  void kill(String name) {
    docker().killContainerCmd(of(name).getContainerId()).withSignal("KILL").exec();
    Await.until(BOUND, () -> !running(name), () -> name + " has ended");
  }

  /** Starts a container again that has ended, with its disk and address. */
  void restart(String name) {
    docker().startContainerCmd(of(name).getContainerId()).exec();
  }

  private boolean running(String name) {
    return Boolean.TRUE.equals(
        docker().inspectContainerCmd(of(name).getContainerId()).exec().getState().getRunning());
  }

  /** All processes of the container stand still. */
  void pause(String name) {
    docker().pauseContainerCmd(of(name).getContainerId()).exec();
  }

  /** The opposite of {@link #pause}. */
  void resume(String name) {
    docker().unpauseContainerCmd(of(name).getContainerId()).exec();
  }

  /** The container's cable is pulled: its packets are gone, and so is its address. */
  void disconnect(String name) {
    docker()
        .disconnectFromNetworkCmd()
        .withContainerId(of(name).getContainerId())
        .withNetworkId(network.getId())
        .exec();
  }

  /** The opposite of {@link #disconnect}, with the same address. */
  void reconnect(String name) {
    docker()
        .connectToNetworkCmd()
        .withContainerId(of(name).getContainerId())
        .withNetworkId(network.getId())
        .withContainerNetwork(
            new com.github.dockerjava.api.model.ContainerNetwork()
                .withIpamConfig(
                    new com.github.dockerjava.api.model.ContainerNetwork.Ipam()
                        .withIpv4Address(host(name))))
        .exec();
  }

  /** The addresses that the container has now, as its own kernel says. */
  String addresses(String name) throws IOException, InterruptedException {
    return of(name).execInContainer("hostname", "-I").getStdout().strip();
  }

  /** How a container is, and the end of what it said. */
  private String lastWords(String name) {
    GenericContainer<?> container = containers.get(name);
    if (container == null || container.getContainerId() == null) {
      return "was not started";
    }
    String log = container.getLogs();
    String end = log.substring(Math.max(0, log.length() - 2_000));
    return (running(name) ? "runs\n" : "has ended\n") + end;
  }

  @Override
  public void close() {
    containers.values().forEach(GenericContainer::stop);
    network.close();
  }
}
