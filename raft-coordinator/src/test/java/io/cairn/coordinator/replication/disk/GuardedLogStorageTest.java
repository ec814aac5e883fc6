package io.cairn.coordinator.replication.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.sofa.jraft.conf.ConfigurationManager;
import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.LogId;
import com.alipay.sofa.jraft.entity.codec.v2.LogEntryV2CodecFactory;
import com.alipay.sofa.jraft.option.LogStorageOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import io.cairn.coordinator.replication.CopiedDirectory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where the log gets shorter because Raft wants it. A crash is the copy of the directory as it is
 * at that moment: what the page cache holds survives a killed process.
 */
class GuardedLogStorageTest {
  @TempDir Path root;
  private ReplicaFiles files;
  private Refusals refusals = new Refusals();
  private GuardedLogStorage log;
  private int crashes;

  @BeforeEach
  void open() throws Exception {
    files = new ReplicaFiles(root.resolve("c1"));
    files.prepare(true);
    log = new GuardedLogStorage(files, new RaftOptions(), refusals);
    assertTrue(log.init(options()), () -> refusals.first().toString());
  }

  @AfterEach
  void close() {
    log.shutdown();
  }

  private static LogStorageOptions options() {
    LogStorageOptions options = new LogStorageOptions();
    options.setGroupId("test");
    options.setConfigurationManager(new ConfigurationManager());
    options.setLogEntryCodecFactory(LogEntryV2CodecFactory.getInstance());
    return options;
  }

  private void append(long from, long to, long term) {
    List<LogEntry> entries = new ArrayList<>();
    for (long index = from; index <= to; index++) {
      LogEntry entry = new LogEntry(EntryType.ENTRY_TYPE_DATA);
      entry.setId(new LogId(index, term));
      entry.setData(ByteBuffer.wrap(new byte[100]));
      entries.add(entry);
    }
    assertEquals(entries.size(), log.appendEntries(entries));
  }

  /** What a process that was killed now would say when it starts again; empty when it starts. */
  private String afterCrash() throws Exception {
    Path copy = CopiedDirectory.copy(files.directory(), root.resolve("crash" + crashes++));
    Refusals told = new Refusals();
    GuardedLogStorage opened =
        new GuardedLogStorage(new ReplicaFiles(copy), new RaftOptions(), told);
    boolean open = opened.init(options());
    opened.shutdown();
    assertEquals(open, told.first().isEmpty());
    return told.first().map(Refusal::what).orElse("");
  }

  @Test
  void a_log_that_raft_shortened_opens_again() throws Exception {
    assertEquals("", afterCrash());
    append(1, 50, 1);
    assertEquals("", afterCrash());
    assertTrue(log.truncateSuffix(20));
    assertEquals("", afterCrash());
    append(21, 30, 2);
    assertEquals("", afterCrash());
    assertTrue(log.truncatePrefix(10));
    assertEquals("", afterCrash());
  }

  @Test
  void the_mark_is_lowered_before_the_log_is() throws Exception {
    append(1, 50, 1);
    byte[] high = Files.readAllBytes(files.watermark());
    assertTrue(log.truncateSuffix(20));
    Files.write(files.watermark(), high); // as if it had not been lowered
    assertTrue(afterCrash().contains("ends at entry 20, but was written up to entry 50"));
  }

  @Test
  void entries_of_another_term_are_not_taken_for_those_written() throws Exception {
    append(1, 50, 1);
    byte[] old = Files.readAllBytes(files.watermark());
    assertTrue(log.truncateSuffix(20));
    append(21, 60, 2);
    assertEquals("", afterCrash());
    Files.write(files.watermark(), old);
    assertTrue(afterCrash().contains("entry 50 is of term 2, but one of term 1 was written"));
  }

  @Test
  void a_log_that_begins_behind_its_mark_after_a_snapshot_of_the_leader_opens() throws Exception {
    append(1, 50, 1);
    assertTrue(log.truncatePrefix(501));
    assertEquals("", afterCrash());
    append(501, 510, 3);
    assertEquals("", afterCrash());
  }

  @Test
  void a_log_that_was_reset_opens_before_and_after_its_stand_in_entry_is_replaced()
      throws Exception {
    append(1, 50, 1);
    assertTrue(log.reset(40));
    assertEquals("", afterCrash());
    append(40, 45, 3); // jraft replaces what reset kept, without a truncation
    assertEquals("", afterCrash());
    assertTrue(log.reset(400));
    assertEquals("", afterCrash());
    append(400, 401, 4);
    assertEquals("", afterCrash());
  }

  @Test
  void an_entry_missing_in_the_middle_is_named() throws Exception {
    append(1, 10, 1);
    append(12, 20, 1);
    assertTrue(afterCrash().contains("entry 11 is missing"));
  }
}
