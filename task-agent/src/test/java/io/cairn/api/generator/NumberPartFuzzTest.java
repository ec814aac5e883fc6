package io.cairn.api.generator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;

/** How far a generator has come is read from a checkpoint, or refused with one clear error. */
final class NumberPartFuzzTest {

  @FuzzTest(maxDuration = "2m")
  void aPartOfTheNumbersIsReadOrRefused(byte[] octets) {
    try {
      NumberPart read = NumberPart.decode(octets);
      assertArrayEquals(octets, read.encode());
      List<NumberPart> divided = new ArrayList<>(NumberPart.divided(List.of(read)));
      assertTrue(divided.stream().allMatch(part -> part.next() >= read.next()));
    } catch (IllegalArgumentException refused) {
      assertTrue(String.valueOf(refused.getMessage()).startsWith("not a part of a generator"));
    }
  }
}
