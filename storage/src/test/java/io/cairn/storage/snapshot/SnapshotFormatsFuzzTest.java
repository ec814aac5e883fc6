package io.cairn.storage.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cairn.storage.blob.BlobOutput;
import io.cairn.storage.blob.InMemoryBlobStore;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Whatever stands in a file of a snapshot, it is read, or it is a {@link CorruptSnapshotException}.
 * The checksums are made right here: behind them lies what there is to find.
 */
final class SnapshotFormatsFuzzTest {
  private static final SealedBytes.Origin ORIGIN = new SealedBytes.Origin("f", 0, "t");
  private static final String PATH = "jobs/1/segments/1-1-a-0.seg";

  @FuzzTest(maxDuration = "2m")
  void anIndexIsReadOrCorrupt(byte[] body) throws IOException {
    try {
      SnapshotIndex read = SnapshotIndex.decode(sealed(SnapshotIndex.MAGIC, body), ORIGIN);
      assertEquals(read, SnapshotIndex.decode(read.encode(), ORIGIN));
    } catch (CorruptSnapshotException corrupt) {
      assertTrue(corrupt.getMessage().contains("f"), corrupt::getMessage);
    }
  }

  @FuzzTest(maxDuration = "2m")
  void aListOfFilesIsReadOrCorrupt(byte[] body) throws IOException {
    Path directory = Files.createTempDirectory("fuzz");
    Path list = directory.resolve(LocalSnapshot.LIST_FILE);
    try {
      Files.write(list, sealed("CRNLIST1", body));
      LocalSnapshot read = LocalSnapshot.readList(directory);
      read.writeList();
      assertEquals(read, LocalSnapshot.readList(directory));
    } catch (CorruptSnapshotException corrupt) {
      assertTrue(corrupt.getMessage().contains(LocalSnapshot.LIST_FILE), corrupt::getMessage);
    } finally {
      Files.deleteIfExists(list);
      Files.deleteIfExists(directory);
    }
  }

  /** The input: blocks, then the footer's body, then its length (1 byte), as a writer might lie. */
  @FuzzTest(maxDuration = "2m")
  void aSegmentIsWholeOrCorrupt(byte[] octets) throws IOException {
    verify(octets);
    if (octets.length > 0) {
      int length = Math.min(octets[octets.length - 1] & 0xff, octets.length - 1);
      int footer = octets.length - 1 - length;
      verify(
          segment(
              Arrays.copyOfRange(octets, 0, footer),
              sealed(
                  SegmentFormat.FOOTER_MAGIC,
                  Arrays.copyOfRange(octets, footer, octets.length - 1))));
      verify(withTrailer(octets));
    }
  }

  private static void verify(byte[] segment) throws IOException {
    try (InMemoryBlobStore store = new InMemoryBlobStore()) {
      try (BlobOutput out = store.create(PATH)) {
        out.write(segment, 0, segment.length);
      }
      int entries = new SegmentVerifier(store).verify(PATH);
      assertTrue(entries * (long) SegmentFormat.FOOTER_ENTRY_BYTES <= segment.length);
    } catch (CorruptSnapshotException corrupt) {
      assertTrue(corrupt.getMessage().contains(PATH), corrupt::getMessage);
    }
  }

  private static byte[] segment(byte[] entries, byte[] footer) throws IOException {
    ByteArrayOutputStream trailer = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(trailer);
    out.writeLong(SegmentFormat.HEADER_BYTES + entries.length);
    out.writeInt(footer.length);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(entries);
    all.write(footer);
    all.write(trailer.toByteArray());
    return withTrailer(all.toByteArray());
  }

  /** Puts the header before, and a checksum that is right and the end behind. */
  private static byte[] withTrailer(byte[] octets) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(SegmentFormat.MAGIC.getBytes(StandardCharsets.US_ASCII));
    out.write(octets);
    int checked = Math.min(12, octets.length);
    out.writeInt(Crc32c.of(octets, octets.length - checked, checked));
    out.write(SegmentFormat.END_MAGIC.getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }

  private static byte[] sealed(String magic, byte[] body) {
    return SealedBytes.seal(magic, out -> out.write(body));
  }
}
