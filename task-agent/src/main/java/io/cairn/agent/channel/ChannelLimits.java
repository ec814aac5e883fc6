package io.cairn.agent.channel;

import java.time.Duration;

/** The bounds of the data plane. */
public final class ChannelLimits {
  /** A buffer is sent when it has this many octets, or after {@link #FLUSH_AFTER}. */
  public static final int BUFFER_BYTES = 32 * 1024;

  /** A larger record has a buffer of its own. The largest there may be. */
  public static final int MAX_BUFFER_BYTES = 1024 * 1024;

  /**
   * Credits of a channel: buffers under way or not yet processed. 4 x 32 KiB per channel keep 1
   * Gbit/s busy over a round trip of 1 ms; 1,000 channels into one agent hold at most 125 MiB.
   */
  public static final int BUFFERS_PER_CHANNEL = 4;

  /** How long a record waits at most for others to share its buffer. */
  public static final Duration FLUSH_AFTER = Duration.ofMillis(5);

  /** Type, channel number and the longest fixed part of a frame, without its length. */
  static final int FRAME_HEADER_BYTES = 64;

  static final int MAX_FRAME_BYTES = MAX_BUFFER_BYTES + FRAME_HEADER_BYTES;

  /** Longest text in a frame, as UTF-8. */
  static final int MAX_TEXT_BYTES = 512;

  /** Channels of one connection: the most that two agents can share within one job. */
  static final int MAX_CHANNELS_PER_CONNECTION = 1 << 20;

  /** A silent connection sends a ping this often. */
  static final Duration PING_AFTER = Duration.ofSeconds(2);

  /** A connection that nothing comes from is broken: five pings missed. */
  static final Duration DEAD_AFTER = Duration.ofSeconds(10);

  /** Between two tries to open a channel whose receiver is not deployed yet. */
  static final Duration RETRY_AFTER = Duration.ofMillis(50);

  /** For the TCP connection. */
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  private ChannelLimits() {}
}
