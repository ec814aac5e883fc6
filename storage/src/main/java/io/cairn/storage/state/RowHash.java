package io.cairn.storage.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Spreads the keys of rows over tables in memory; never stored, so it may change. Pure. */
final class RowHash {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

  private RowHash() {}

  static int of(byte[] row) {
    return of(row, 0, row.length);
  }

  static int of(byte[] bytes, int from, int length) {
    long hash = length;
    int at = from;
    int end = from + length;
    for (; end - at >= Long.BYTES; at += Long.BYTES) {
      hash = mix(hash ^ (long) LONGS.get(bytes, at));
    }
    long rest = 0;
    for (; at < end; at++) {
      rest = rest << 8 | (bytes[at] & 0xff);
    }
    hash = mix(hash ^ rest);
    return (int) (hash >>> 32);
  }

  private static long mix(long value) {
    long mixed = value * MULTIPLIER;
    return mixed ^ mixed >>> 29;
  }
}
