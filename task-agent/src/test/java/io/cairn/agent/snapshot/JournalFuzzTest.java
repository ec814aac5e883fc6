package io.cairn.agent.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cairn.storage.snapshot.CorruptSnapshotException;
import io.cairn.storage.snapshot.SealedBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whatever stands in an agent's journal, it is read, or it is corrupt. */
final class JournalFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void anEntryIsReadOrCorrupt(byte[] body) throws IOException {
    Path file = Files.createTempFile("fuzz", ".journal");
    Path directory = Path.of("snapshot");
    try {
      Files.write(file, SealedBytes.seal("CRNJRNL1", out -> out.write(body)));
      JournalEntry read = JournalEntry.read(file, directory);
      Files.write(file, read.seal());
      assertEquals(read, JournalEntry.read(file, directory));
    } catch (CorruptSnapshotException corrupt) {
      assertTrue(corrupt.getMessage().contains(file.toString()), corrupt::getMessage);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  @FuzzTest(maxDuration = "1m")
  void aRecordOfASmallSnapshotIsReadOrCorrupt(byte[] body) throws IOException {
    byte[] sealed = SealedBytes.seal("CRNSMAL1", out -> out.write(body));
    byte[] octets =
        ByteBuffer.allocate(Integer.BYTES + sealed.length)
            .putInt(sealed.length)
            .put(sealed)
            .array();
    try {
      assertArrayEquals(octets, SmallRecord.read(octets, Path.of("f.journal"), 0).encode());
    } catch (CorruptSnapshotException corrupt) {
      assertTrue(corrupt.getMessage().contains("f.journal"), corrupt::getMessage);
    }
  }
}
