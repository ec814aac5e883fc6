package io.cairn.storage.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KeyGroupsTest {

  @Test
  void theHashIsMurmur3WithItsPublishedValues() {
    assertEquals(0, murmur3(new byte[0]));
    assertEquals(0x3c2569b2, murmur3("a".getBytes(UTF_8)));
    assertEquals(0xb3dd93fa, murmur3("abc".getBytes(UTF_8)));
    assertEquals(0xc0363e43, murmur3("Hello, world!".getBytes(UTF_8)));
  }

  @Test
  void rangesAndOwnersAgreeForEveryParallelism() {
    int keyGroups = 128;
    for (int parallelism = 1; parallelism <= keyGroups; parallelism++) {
      int next = 0;
      for (int instance = 0; instance < parallelism; instance++) {
        KeyGroupRange range = KeyGroups.rangeOf(instance, keyGroups, parallelism);
        assertEquals(next, range.first());
        next = range.last() + 1;
        for (int group = range.first(); group <= range.last(); group++) {
          assertEquals(instance, KeyGroups.ownerOf(group, keyGroups, parallelism));
        }
      }
      assertEquals(keyGroups, next);
    }
  }

  @Test
  void sequentialKeysSpreadEvenly() {
    int[] counts = new int[128];
    for (int i = 0; i < 128_000; i++) {
      counts[KeyGroups.ofKey(new byte[] {(byte) (i >> 16), (byte) (i >> 8), (byte) i}, 128)]++;
    }
    for (int count : counts) {
      assertTrue(count > 800 && count < 1_200, "count " + count);
    }
  }

  @Test
  void aParallelismAboveTheKeyGroupsIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> KeyGroups.rangeOf(0, 4, 5));
  }

  private static int murmur3(byte[] bytes) {
    return KeyGroups.murmur3(bytes, bytes.length);
  }
}
