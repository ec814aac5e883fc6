package io.cairn.agent.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cairn.agent.channel.ChannelBuffer;
import java.io.IOException;

/** Whatever is in a buffer, it is taken for elements within it, or refused. */
final class ElementsFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void aBufferHoldsElementsOrIsRefused(byte[] octets) {
    ElementReader reader = new ElementReader();
    reader.start(new ChannelBuffer(octets, octets.length));
    int left = octets.length;
    try {
      while (reader.hasNext()) {
        left--;
        assertTrue(left >= 0, "each element takes an octet");
        if (reader.next() == ElementReader.Kind.BARRIER) {
          reader.barrier();
        } else {
          while (reader.input().skipBytes(1) == 1) {
            left--;
          }
          reader.endRecord();
        }
      }
    } catch (IOException refused) {
      assertTrue(!String.valueOf(refused.getMessage()).isEmpty());
    }
  }
}
