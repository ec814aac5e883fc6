package io.cairn.coordinator.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.entity.EnumOutter.ErrorType;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.error.RaftException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogStateMachineTest {
  @TempDir Path root;
  private final List<String> faults = new ArrayList<>();
  private final AppliedState applied = new AppliedState();
  private LogStateMachine machine;

  @BeforeEach
  void make() throws Exception {
    try (TestCluster cluster = new TestCluster(root, 1)) {
      Proposer proposer =
          new Proposer(
              (data, entry) -> {},
              Runnable::run,
              (what, cause) -> faults.add(what),
              System::nanoTime,
              () -> 1);
      machine =
          new LogStateMachine(
              cluster.settings("c1", true),
              applied,
              new LeadershipTracker(),
              proposer,
              new SnapshotFiles(Runnable::run),
              (what, cause) -> faults.add(what));
    }
  }

  @Test
  void an_entry_that_cannot_be_read_halts_the_replica_and_is_not_skipped() {
    OneEntry entry = new OneEntry(new byte[] {1, 2, 3});
    machine.onApply(entry);
    assertEquals(1, faults.size());
    assertTrue(faults.get(0).startsWith("entry 7 of term 2 cannot be applied"), faults::toString);
    assertTrue(entry.rolledBack);
    assertEquals(0, applied.current().index());
  }

  @Test
  void an_error_of_the_node_halts_the_replica_unless_it_is_being_opened_or_closed() {
    RaftException error =
        new RaftException(ErrorType.ERROR_TYPE_LOG, RaftError.EIO, "the disk is full");
    machine.onError(error);
    assertEquals(List.of(), faults);
    machine.opened();
    assertEquals(1, faults.size());
    machine.closing();
    machine.onError(error);
    assertEquals(1, faults.size());
  }

  private static final class OneEntry implements Iterator {
    private final byte[] data;
    private boolean taken;
    private boolean rolledBack;

    OneEntry(byte[] data) {
      this.data = data;
    }

    @Override
    public boolean hasNext() {
      return !taken;
    }

    @Override
    public ByteBuffer next() {
      taken = true;
      return getData();
    }

    @Override
    public ByteBuffer getData() {
      return ByteBuffer.wrap(data);
    }

    @Override
    public long getIndex() {
      return 7;
    }

    @Override
    public long getTerm() {
      return 2;
    }

    @Override
    public Closure done() {
      return null;
    }

    @Override
    public boolean commit() {
      return true;
    }

    @Override
    public void commitAndSnapshotSync(Closure done) {}

    @Override
    public void setAutoCommitPerLog(boolean enable) {}

    @Override
    public void setErrorAndRollback(long entries, Status status) {
      rolledBack = true;
    }
  }
}
