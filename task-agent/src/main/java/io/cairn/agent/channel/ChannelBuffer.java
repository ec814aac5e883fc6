package io.cairn.agent.channel;

/**
 * Some octets on their way. Ownership passes with the buffer: who has handed it over must not touch
 * the array any more.
 *
 * @param octets may be longer than {@code length}
 * @param length how many octets count, at most {@link ChannelLimits#MAX_BUFFER_BYTES}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copying would cost what it carries
public record ChannelBuffer(byte[] octets, int length) {

  public ChannelBuffer {
    if (length < 0 || length > octets.length || length > ChannelLimits.MAX_BUFFER_BYTES) {
      throw new IllegalArgumentException("buffer of " + length + " octets");
    }
  }
}
