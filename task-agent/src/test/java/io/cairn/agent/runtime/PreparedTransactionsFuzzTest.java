package io.cairn.agent.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;

/** What a checkpoint names of a sink's transactions is read, all of it, or refused. */
final class PreparedTransactionsFuzzTest {

  @FuzzTest(maxDuration = "2m")
  void aListOfTransactionsIsReadOrRefused(byte[] octets) throws IOException {
    PreparedTransactions read;
    try {
      read = PreparedTransactions.decode(octets);
    } catch (IOException refused) {
      return;
    }
    assertArrayEquals(octets, read.encode(), "something is lost");
  }

  @FuzzTest(maxDuration = "2m")
  void whatAnOlderInstanceLeftIsReadOrRefused(byte[] octets) throws IOException {
    try {
      PreparedTransactions.decode(List.of(octets), instance -> true);
    } catch (IOException refused) {
      return;
    }
    PreparedTransactions others = PreparedTransactions.decode(List.of(octets), instance -> false);
    assertArrayEquals(new PreparedTransactions().encode(), others.encode());
  }
}
