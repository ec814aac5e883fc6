package io.cairn.agent.channel;

import io.cairn.protocol.channel.Complaints;
import io.cairn.protocol.channel.SecretProof;
import io.cairn.protocol.channel.TlsEngines;
import io.cairn.protocol.channel.TlsGate;
import io.netty.channel.ChannelHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What stands before the preamble of each data connection. Any thread. */
public final class ChannelGuard {
  private final Optional<TlsEngines> tls;
  private final Optional<SecretProof> proof;
  private final Complaints complaints = new Complaints(System::nanoTime);

  /**
   * Takes what is wanted of peers.
   *
   * @param tls if given, all connections speak it, and each agent must show its own certificate
   * @param secret if given, both ends must prove to know it; at least 16 bytes
   */
  public ChannelGuard(Optional<TlsEngines> tls, Optional<byte[]> secret) {
    this.tls = tls;
    this.proof = secret.map(key -> new SecretProof(key, Preamble.PROTOCOL));
  }

  /** Nothing is wanted. */
  public static ChannelGuard none() {
    return new ChannelGuard(Optional.empty(), Optional.empty());
  }

  /** The first handlers of a connection that was accepted. */
  List<ChannelHandler> accepting() {
    return withProof(tls.map(engines -> TlsGate.accepting(engines, complaints)).orElse(List.of()));
  }

  /** The first handlers of a connection that will be opened. */
  List<ChannelHandler> connecting() {
    return withProof(
        tls.map(engines -> List.of(TlsGate.connecting(engines, complaints))).orElse(List.of()));
  }

  private List<ChannelHandler> withProof(List<ChannelHandler> before) {
    List<ChannelHandler> all = new ArrayList<>(before);
    proof.ifPresent(secret -> all.add(secret.gate()));
    return all;
  }
}
