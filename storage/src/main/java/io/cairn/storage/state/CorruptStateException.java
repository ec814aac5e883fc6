package io.cairn.storage.state;

import java.io.IOException;

/** Keyed state on this disk is damaged: go on from a checkpoint, not from here. */
public final class CorruptStateException extends IOException {

  private static final long serialVersionUID = 1L;

  CorruptStateException(String message, Throwable cause) {
    super(message, cause);
  }
}
