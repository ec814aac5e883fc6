package io.cairn.process.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * A handshake of two engines in memory. It shows whether a certificate can be used on both sides,
 * and loads what the first handshake of a process needs, which takes as long as an election may.
 */
final class Rehearsal {
  /** One needs four. */
  private static final int MAX_ROUNDS = 100;

  /** Both sides' certificates and more fit. */
  private static final int BUFFER_BYTES = 1 << 18;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private Rehearsal() {}

  /**
   * Passes what one says to the other until neither has anything to say.
   *
   * @throws SSLException when one refuses the other
   */
  static void handshake(SSLEngine client, SSLEngine server) throws SSLException {
    ByteBuffer toServer = ByteBuffer.allocate(BUFFER_BYTES);
    ByteBuffer toClient = ByteBuffer.allocate(BUFFER_BYTES);
    client.beginHandshake();
    server.beginHandshake();
    for (int round = 0; round < MAX_ROUNDS; round++) {
      speak(client, toServer);
      speak(server, toClient);
      boolean heard = listen(server, toServer);
      heard |= listen(client, toClient);
      if (!heard && isOver(client) && isOver(server)) {
        return;
      }
    }
    throw new SSLException("no end of the handshake");
  }

  private static boolean isOver(SSLEngine engine) {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
  }

  private static void speak(SSLEngine engine, ByteBuffer out) throws SSLException {
    runTasks(engine);
    while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      engine.wrap(NOTHING, out);
      runTasks(engine);
    }
  }

  /** Whether there was anything to hear. */
  private static boolean listen(SSLEngine engine, ByteBuffer in) throws SSLException {
    in.flip();
    boolean heard = in.hasRemaining();
    while (in.hasRemaining() && engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
      engine.unwrap(in, ByteBuffer.allocate(BUFFER_BYTES));
      runTasks(engine);
    }
    in.compact();
    return heard;
  }

  private static void runTasks(SSLEngine engine) {
    Runnable task = engine.getDelegatedTask();
    while (task != null) {
      task.run();
      task = engine.getDelegatedTask();
    }
  }
}
