package io.cairn.agent.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.agent.channel.ChannelBuffer;
import io.cairn.agent.channel.ChannelKey;
import io.cairn.agent.channel.ChannelLimits;
import io.cairn.agent.channel.OutputChannel;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ElementsTest {
  private final Queue<ChannelBuffer> sent = new ArrayDeque<>();
  private final ChannelWriter writer =
      new ChannelWriter(
          new OutputChannel() {
            @Override
            public ChannelKey key() {
              return new ChannelKey(1, 1, 0, 0, 1);
            }

            @Override
            public void send(ChannelBuffer buffer) {
              sent.add(buffer);
            }

            @Override
            public long waitedNanos() {
              return 0;
            }

            @Override
            public void close() {}
          });

  @Test
  void whatIsWrittenIsReadInOrder() throws Exception {
    Random random = new Random(11);
    List<Object> written = new ArrayList<>();
    for (int i = 1; i <= 3_000; i++) {
      if (random.nextInt(50) == 0) {
        Barrier barrier = new Barrier(i, random.nextBoolean());
        written.add(barrier);
        writer.barrier(barrier);
      } else {
        byte[] record = new byte[random.nextInt(100) == 0 ? 100_000 : random.nextInt(200)];
        random.nextBytes(record);
        written.add(record);
        writer.record(record, record.length);
      }
      if (random.nextInt(200) == 0) {
        writer.flush();
      }
    }
    writer.flush();
    assertTrue(writer.isEmpty());
    ElementReader reader = new ElementReader();
    reader.start(new ChannelBuffer(new byte[0], 0));
    for (Object element : written) {
      while (!reader.hasNext()) {
        reader.start(sent.remove());
      }
      if (reader.next() == ElementReader.Kind.BARRIER) {
        assertEquals(element, reader.barrier());
      } else {
        byte[] record = new byte[((byte[]) element).length];
        reader.input().readFully(record);
        reader.endRecord();
        assertArrayEquals((byte[]) element, record);
      }
    }
    assertFalse(reader.hasNext());
    assertTrue(sent.isEmpty());
  }

  @Test
  void aRecordBeyondTheLimitIsRefusedByName() {
    int size = ChannelLimits.MAX_BUFFER_BYTES;
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> writer.record(new byte[size], size));
    assertTrue(e.getMessage().contains(Integer.toString(size)), e.getMessage());
  }

  @Test
  void damagedBuffersAreAnErrorAndNothingElse() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] octets = new byte[random.nextInt(40)];
      random.nextBytes(octets);
      ElementReader reader = new ElementReader();
      reader.start(new ChannelBuffer(octets, octets.length));
      try {
        while (reader.hasNext()) {
          if (reader.next() == ElementReader.Kind.BARRIER) {
            reader.barrier();
          } else {
            int skipped = reader.input().skipBytes(64);
            assertTrue(skipped >= 0);
            reader.endRecord();
          }
        }
      } catch (IOException | IllegalArgumentException e) {
        assertFalse(String.valueOf(e.getMessage()).isEmpty());
      }
    }
  }
}
