package io.cairn.agent.channel;

import java.io.IOException;

/** A peer sent what this version does not understand; its connection is closed. */
final class ProtocolViolation extends IOException {
  private static final long serialVersionUID = 1L;

  ProtocolViolation(String message) {
    super(message);
  }
}
