package io.cairn.api.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** How far a file source has come is read from a checkpoint, or refused with one clear error. */
final class FilePartsFuzzTest {

  @FuzzTest(maxDuration = "2m")
  void aPartOfAFileIsReadOrRefused(byte[] octets) {
    try {
      FileSplit read = FileSplit.decode(octets);
      assertArrayEquals(octets, read.encode());
      assertTrue(read.left() >= 0);
    } catch (IllegalArgumentException refused) {
      assertTrue(String.valueOf(refused.getMessage()).startsWith("not a part of a file source"));
    }
  }

  @FuzzTest(maxDuration = "2m")
  void anOlderPositionIsReadOrRefused(byte[] octets) {
    try {
      assertArrayEquals(octets, FilePosition.decode(octets).encode());
    } catch (IllegalArgumentException refused) {
      assertTrue(String.valueOf(refused.getMessage()).startsWith("not a position"));
    }
  }
}
