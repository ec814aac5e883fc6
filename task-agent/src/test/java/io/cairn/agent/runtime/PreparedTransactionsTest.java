package io.cairn.agent.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreparedTransactionsTest {

  @Test
  void transactionsOfAbortedCheckpointsCommitWithTheNextCompletedOne() throws Exception {
    PreparedTransactions prepared = new PreparedTransactions();
    prepared.add(3, new byte[] {3});
    prepared.add(5, new byte[] {5});
    prepared.add(8, new byte[] {8});
    PreparedTransactions read = PreparedTransactions.decode(prepared.encode());
    assertEquals(3, read.all().size());
    assertArrayEquals(new byte[] {3}, read.oldestUpTo(5));
    read.removeOldest();
    assertArrayEquals(new byte[] {5}, read.oldestUpTo(5));
    read.removeOldest();
    assertNull(read.oldestUpTo(5));
  }

  @Test
  void whatSeveralInstancesLeftIsTakenOverByOneEachInTheOrderOfCheckpoints() throws Exception {
    List<byte[]> left = new ArrayList<>();
    for (int instance = 0; instance < 5; instance++) {
      PreparedTransactions prepared = new PreparedTransactions();
      prepared.add(3, new byte[] {3, (byte) instance});
      prepared.add(4, new byte[] {4, (byte) instance});
      left.add(prepared.encode(instance));
    }
    PreparedTransactions first = PreparedTransactions.decode(left, older -> older % 2 == 0);
    PreparedTransactions second = PreparedTransactions.decode(left, older -> older % 2 == 1);
    assertEquals(6, first.all().size());
    assertEquals(4, second.all().size());
    assertArrayEquals(new byte[] {3, 1}, second.all().get(0));
    assertArrayEquals(new byte[] {3, 3}, second.all().get(1));
    assertArrayEquals(new byte[] {4, 1}, second.all().get(2));
  }

  @Test
  void aTruncatedListIsRefused() throws Exception {
    PreparedTransactions prepared = new PreparedTransactions();
    prepared.add(3, new byte[100]);
    byte[] octets = prepared.encode();
    for (int length = 0; length < octets.length; length++) {
      byte[] part = Arrays.copyOf(octets, length);
      assertThrows(IOException.class, () -> PreparedTransactions.decode(part));
    }
  }
}
