package io.cairn.protocol.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first eight bytes of each direction of a connection: {@code CAIRN}, the protocol's letter,
 * and its version as two bytes, big-endian.
 *
 * @param protocol which protocol is spoken, an ASCII letter: {@code S} for sessions
 * @param version its version, 1 to 65,535
 * @param proof of a secret, which then both sides give before this; null: none is asked for
 */
public record Preamble(char protocol, int version, @Nullable SecretProof proof) {

  /** Sessions between agents and coordinators, version 1. */
  public static final Preamble SESSION = new Preamble('S', 1);

  static final int BYTES = 8;
  private static final byte[] MAGIC = "CAIRN".getBytes(StandardCharsets.US_ASCII);

  public Preamble {
    if (protocol < 'A' || protocol > 'Z') {
      throw new IllegalArgumentException("protocol letter must be A to Z, is " + protocol);
    }
    if (version < 1 || version > 0xFFFF) {
      throw new IllegalArgumentException("version must be 1 to 65535, is " + version);
    }
  }

  /** Without a proof. */
  public Preamble(char protocol, int version) {
    this(protocol, version, null);
  }

  /**
   * The same, after both sides have proved that they know the secret.
   *
   * @param secret at least 16 bytes; none, if it is empty
   */
  public Preamble provenBy(Optional<byte[]> secret) {
    return new Preamble(
        protocol, version, secret.map(key -> new SecretProof(key, protocol)).orElse(null));
  }

  ByteBuf toBytes() {
    return Unpooled.buffer(BYTES).writeBytes(MAGIC).writeByte(protocol).writeShort(version);
  }

  /**
   * Reads eight bytes and compares them with this preamble.
   *
   * @return what is wrong with them, or the empty string
   */
  String check(ByteBuf bytes) {
    for (byte expected : MAGIC) {
      if (bytes.readByte() != expected) {
        return "it does not speak Cairn's protocol";
      }
    }
    char theirProtocol = (char) bytes.readUnsignedByte();
    int theirVersion = bytes.readUnsignedShort();
    if (theirProtocol == ProofGate.PREAMBLE.protocol() && theirProtocol != protocol) {
      return "it wants a proof of security.agentSecret, which this process does not have";
    }
    if (theirProtocol != protocol) {
      return "it speaks protocol " + shown(theirProtocol) + ", this port is for '" + protocol + "'";
    }
    if (theirVersion != version) {
      return "it speaks version " + theirVersion + " of the protocol, this is " + version;
    }
    return "";
  }

  /** A byte of a stranger in a log line: a letter as it is, anything else as a number. */
  private static String shown(char protocol) {
    return protocol >= 'A' && protocol <= 'Z' ? "'" + protocol + "'" : "number " + (int) protocol;
  }
}
