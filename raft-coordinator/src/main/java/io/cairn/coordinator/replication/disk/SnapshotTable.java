package io.cairn.coordinator.replication.disk;

import com.alipay.sofa.jraft.storage.snapshot.Snapshot;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * jraft's table of a snapshot's files: length (4), name of the protobuf message, length (4), the
 * message. jraft believes the lengths, and would allocate two gigabytes for a flipped bit; so they
 * are checked first. The message's content is covered by checksums of its own, kept in it.
 */
final class SnapshotTable {
  private static final byte[] NAME =
      "jraft.LocalSnapshotPbMeta".getBytes(StandardCharsets.US_ASCII);

  private SnapshotTable() {}

  /**
   * Checks the frame of the table in a snapshot's directory.
   *
   * @throws DamageException when the table is missing or cannot be one
   */
  static void check(Path snapshot) throws DamageException, IOException {
    Path table = snapshot.resolve(Snapshot.JRAFT_SNAPSHOT_META_FILE);
    try (DataInputStream in = new DataInputStream(Files.newInputStream(table))) {
      boolean named =
          in.readInt() == NAME.length && Arrays.equals(in.readNBytes(NAME.length), NAME);
      long expected = 2L * Integer.BYTES + NAME.length + in.readInt();
      if (!named || expected != Files.size(table)) {
        throw new DamageException("the snapshot's table " + table + " is damaged");
      }
    } catch (EOFException e) {
      throw new DamageException("the snapshot's table " + table + " is cut short");
    } catch (NoSuchFileException e) {
      throw new DamageException("the snapshot's table " + table + " is missing");
    }
  }
}
