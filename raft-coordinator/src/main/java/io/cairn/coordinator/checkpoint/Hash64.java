package io.cairn.coordinator.checkpoint;

/**
 * Accumulates a 64-bit hash of fields in order. Object.hashCode is not used: that of an enum or an
 * array differs from JVM to JVM. The mixing step is the finaliser of MurmurHash3 (public domain).
 * Owned by the method that creates it.
 */
public final class Hash64 {
  private static final long STEP = 0x9e3779b97f4a7c15L;
  private long state;

  private Hash64(long state) {
    this.state = state;
  }

  /** Begins the hash of a value of the named kind. */
  public static Hash64 of(String kind) {
    return new Hash64(STEP).add(kind);
  }

  /** Adds a number. */
  public Hash64 add(long value) {
    state = mix(state + STEP ^ mix(value));
    return this;
  }

  /** Adds a truth value. */
  public Hash64 add(boolean value) {
    return add(value ? 1L : 2L);
  }

  /** Adds a text with its length. */
  public Hash64 add(String text) {
    return add(textHash(text)).add(text.length());
  }

  /** What {@link #add(String)} adds, besides the length. */
  static long textHash(String text) {
    long sum = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      sum = (sum ^ text.charAt(i)) * 0x100000001b3L;
    }
    return sum;
  }

  /** Adds bytes with their length. */
  Hash64 add(byte[] bytes) {
    long sum = 0xcbf29ce484222325L;
    for (byte b : bytes) {
      sum = (sum ^ (b & 0xff)) * 0x100000001b3L;
    }
    return add(sum).add(bytes.length);
  }

  /** The hash of what was added. */
  public long end() {
    return mix(state);
  }

  private static long mix(long value) {
    long h = value;
    h ^= h >>> 33;
    h *= 0xff51afd7ed558ccdL;
    h ^= h >>> 33;
    h *= 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }
}
