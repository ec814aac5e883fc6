package io.cairn.storage.blob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import org.apache.hadoop.fs.FsStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;

/** What a NameNode's "to 0 nodes" means, by what it says of its disks; see {@link FullHdfsIT}. */
class HdfsSpaceTest {
  private static final Path FILE = new Path("/cairn/one.seg");
  private static final long BLOCK = 1 << 20;

  private static IOException noNode(int heard) {
    return new IOException(
        "File /cairn/one.seg could only be written to 0 of the 1 minReplication nodes. There are "
            + heard
            + " datanode(s) running and 1 node(s) are excluded in this operation.");
  }

  private static RawLocalFileSystem disks(long capacity, long remaining) {
    return new RawLocalFileSystem() {
      @Override
      public FsStatus getStatus(Path path) {
        return new FsStatus(capacity, capacity - remaining, remaining);
      }

      @Override
      public long getDefaultBlockSize(Path path) {
        return BLOCK;
      }
    };
  }

  @Test
  void lessThanABlockIsFull() {
    BlobRefusedException full = HdfsSpace.refusal(disks(10 * BLOCK, BLOCK - 1), FILE, noNode(1));
    assertNotNull(full);
    assertEquals(
        "/cairn/one.seg is refused: the DataNodes' disks are full: 1048575 of 10485760 bytes are"
            + " left",
        full.getMessage());
  }

  @Test
  void disksThatAreNotYetReportedAreNotFull() {
    assertNull(HdfsSpace.refusal(disks(0, 0), FILE, noNode(1)), "after a NameNode's failover");
  }

  @Test
  void roomForABlockIsNotFull() {
    assertNull(HdfsSpace.refusal(disks(10 * BLOCK, BLOCK), FILE, noNode(1)));
  }

  @Test
  void otherFailuresAreNotAskedAbout() {
    assertNull(HdfsSpace.refusal(disks(10 * BLOCK, 0), FILE, new IOException("reset")));
    assertNull(HdfsSpace.refusal(disks(10 * BLOCK, 0), FILE, noNode(0)), "no DataNode is heard");
  }
}
