package io.cairn.cli.demo;

import java.util.Map;

/** How slowly the agents of the demo upload, so that a checkpoint is half done for a while. */
final class UploadLimits {
  /**
   * Bytes per second. A checkpoint of the demo has some 100 KiB on each agent; the second agent is
   * slower, so that the acks of the first are confirmed for about a second while its are missing.
   */
  static final Map<String, Long> OF_AGENTS = Map.of("a1", 256L << 10, "a2", 96L << 10);

  private UploadLimits() {}
}
