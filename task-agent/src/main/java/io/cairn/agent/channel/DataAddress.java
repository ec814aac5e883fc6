package io.cairn.agent.channel;

/** Where an agent's data plane is reached. */
public record DataAddress(String host, int port) {

  public DataAddress {
    if (host.isEmpty() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("data address " + host + ":" + port);
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
