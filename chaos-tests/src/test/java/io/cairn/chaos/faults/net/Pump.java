package io.cairn.chaos.faults.net;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Carries the bytes of one direction of one connection, in two threads: one takes what is sent and
 * notes when it is due, the other delivers. What is on the way is bounded; then the sender waits,
 * as with full windows.
 */
final class Pump {
  private static final int PIECE_BYTES = 16 * 1024;
  private static final int PIECES_ON_THE_WAY = 64;

  private enum Kind {
    BYTES,
    END,
    RESET
  }

  private record Piece(Kind kind, ByteBuffer bytes, long due) {}

  private final Connection connection;
  private final Socket from;
  private final Socket to;
  private final Link link;
  private final BlockingQueue<Piece> onTheWay = new ArrayBlockingQueue<>(PIECES_ON_THE_WAY);

  Pump(Connection connection, Socket from, Socket to, Link link) {
    this.connection = connection;
    this.from = from;
    this.to = to;
    this.link = link;
  }

  void take() throws InterruptedException {
    byte[] buffer = new byte[PIECE_BYTES];
    try {
      for (int n = from.getInputStream().read(buffer); n >= 0; ) {
        put(Kind.BYTES, Arrays.copyOf(buffer, n));
        n = from.getInputStream().read(buffer);
      }
      put(Kind.END);
    } catch (IOException reset) {
      put(Kind.RESET);
    }
  }

  private void put(Kind kind, byte... bytes) throws InterruptedException {
    onTheWay.put(new Piece(kind, ByteBuffer.wrap(bytes), link.arrival(System.nanoTime())));
  }

  void deliver() throws InterruptedException {
    try {
      while (true) {
        Piece piece = onTheWay.take();
        link.awaitOpen(piece.due());
        switch (piece.kind()) {
          case BYTES -> {
            link.carry(piece.bytes().remaining());
            to.getOutputStream().write(piece.bytes().array());
          }
          case END -> {
            to.shutdownOutput();
            connection.ended();
            return;
          }
          case RESET -> {
            connection.reset();
            return;
          }
        }
      }
    } catch (IOException gone) {
      connection.reset();
    }
  }
}
