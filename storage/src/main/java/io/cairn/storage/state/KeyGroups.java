package io.cairn.storage.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Which key group a key is in, and which task owns a key group.
 *
 * <p>These functions are part of the format of stored state: they never change.
 */
public final class KeyGroups {

  /** Most key groups of an operator: two bytes hold the number. */
  public static final int MAX = 1 << 15;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private KeyGroups() {}

  /** The key group of a serialized key, from 0 to {@code keyGroups - 1}. */
  public static int ofKey(byte[] key, int keyGroups) {
    return ofKey(key, key.length, keyGroups);
  }

  /** The same of a key that is the first so many bytes of an array. */
  public static int ofKey(byte[] bytes, int length, int keyGroups) {
    return Math.floorMod(murmur3(bytes, length), checkCount(keyGroups));
  }

  /** The task, from 0 to {@code parallelism - 1}, that owns a key group. */
  public static int ownerOf(int keyGroup, int keyGroups, int parallelism) {
    checkParallelism(keyGroups, parallelism);
    return (int) ((long) keyGroup * parallelism / keyGroups);
  }

  /** The key groups that a task owns: those for which {@link #ownerOf} names it. */
  public static KeyGroupRange rangeOf(int instance, int keyGroups, int parallelism) {
    checkParallelism(keyGroups, parallelism);
    long first = ((long) instance * keyGroups + parallelism - 1) / parallelism;
    long end = ((long) (instance + 1) * keyGroups + parallelism - 1) / parallelism;
    return new KeyGroupRange((int) first, (int) end - 1);
  }

  static int checkCount(int keyGroups) {
    if (keyGroups < 1 || keyGroups > MAX) {
      throw new IllegalArgumentException("key groups " + keyGroups + ", must be 1 to " + MAX);
    }
    return keyGroups;
  }

  private static void checkParallelism(int keyGroups, int parallelism) {
    if (parallelism < 1 || parallelism > checkCount(keyGroups)) {
      throw new IllegalArgumentException(
          "parallelism " + parallelism + ", must be 1 to the number of key groups " + keyGroups);
    }
  }

  /** MurmurHash3 x86_32 with seed 0 (A. Appleby, public domain). */
  static int murmur3(byte[] bytes, int length) {
    int hash = 0;
    int whole = length & ~3;
    for (int i = 0; i < whole; i += 4) {
      hash = Integer.rotateLeft(hash ^ mix((int) INTS.get(bytes, i)), 13) * 5 + 0xe6546b64;
    }
    int rest = 0;
    for (int i = length - 1; i >= whole; i--) {
      rest = rest << 8 | (bytes[i] & 0xff);
    }
    hash ^= mix(rest) ^ length;
    hash = (hash ^ hash >>> 16) * 0x85ebca6b;
    hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
    return hash ^ hash >>> 16;
  }

  private static int mix(int block) {
    return Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
  }
}
