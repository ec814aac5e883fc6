package io.cairn.protocol.channel;

import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

/**
 * Makes the TLS engine of a new connection: which versions, whose certificates. Safe for use by any
 * thread.
 *
 * @param server of one that was accepted; it asks for a certificate
 * @param client of one that is opened
 */
public record TlsEngines(Supplier<SSLEngine> server, Client client) {
  /** Engines of clients. */
  @FunctionalInterface
  public interface Client {
    /** Of a connection to this server, whose certificate must name the host. */
    SSLEngine engine(String host, int port);
  }
}
