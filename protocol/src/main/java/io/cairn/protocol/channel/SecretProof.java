package io.cairn.protocol.channel;

import io.netty.channel.ChannelHandler;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves to a peer that this process knows a secret, and has the peer prove it too, without sending
 * it: each side draws a random number, and answers with the HMAC-SHA256 (RFC 2104) of both under
 * the secret. The label of a side keeps a proof from being sent back to who made it, the protocol's
 * letter from being used on another port.
 *
 * <p>It tells who opened a connection, not that nobody changes what flows over it afterwards: that
 * is for TLS. Immutable, but for the count of complaints; any thread.
 */
public final class SecretProof {
  /** Of a random number, and of a proof. */
  static final int BYTES = 32;

  /** A shorter key could be found by trying all. */
  private static final int MIN_KEY_BYTES = 16;

  private static final String ALGORITHM = "HmacSHA256";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;
  private final char protocol;
  private final Complaints complaints = new Complaints(System::nanoTime);

  /** Who makes a proof. */
  enum Side {
    /** Who opened the connection: proves first. */
    CONNECTING,
    /** Who accepted it. */
    ACCEPTING
  }

  /**
   * Takes the secret.
   *
   * @param secret at least 16 bytes, the same on both sides
   * @param protocol the letter of what is spoken afterwards
   */
  public SecretProof(byte[] secret, char protocol) {
    if (secret.length < MIN_KEY_BYTES) {
      throw new IllegalArgumentException("a secret has at least " + MIN_KEY_BYTES + " bytes");
    }
    this.key = new SecretKeySpec(secret, ALGORITHM);
    this.protocol = protocol;
  }

  /** The handler of one new connection, before all that must not see a stranger's bytes. */
  public ChannelHandler gate() {
    return new ProofGate(this, complaints);
  }

  static byte[] random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** The proof that this side makes of the two random numbers. */
  byte[] proof(Side side, byte[] connecting, byte[] accepting) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      String label = "cairn proof 1 " + protocol + " " + side + " ";
      mac.update(label.getBytes(StandardCharsets.US_ASCII));
      mac.update(connecting);
      return mac.doFinal(accepting);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(e); // every JDK has it, and the key is one
    }
  }

  /** Compares in a time that does not depend on where they differ. */
  static boolean same(byte[] one, byte[] other) {
    return MessageDigest.isEqual(one, other);
  }
}
