package io.cairn.storage.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.EnvOptions;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.SstFileWriter;

/**
 * The slower way to bring rows over: reads them in order from the older databases, writes them into
 * files and lets the new database take these in. Of one thread.
 */
final class RowCopy {

  /** One file is written at a time; so large, few are needed. */
  private static final long FILE_BYTES = 64L << 20;

  private static final long READ_AHEAD_BYTES = 2L << 20;

  private final StateDatabase target;
  private final List<StateDatabase> old;
  private final RescaleRequest request;
  private final List<StatePart> parts;

  private RowCopy(
      StateDatabase target,
      List<StateDatabase> old,
      List<StatePart> parts,
      RescaleRequest request) {
    this.target = target;
    this.old = old;
    this.parts = parts;
    this.request = request;
  }

  /** See {@link FamilyMove#move}. */
  static void move(List<StatePart> parts, RescaleRequest request)
      throws IOException, RocksDBException {
    List<StateDatabase> old = new ArrayList<>();
    try (StateDatabase target =
        StateDatabase.openAtRest(StateRescale.database(request.target()), request.settings())) {
      PartSchemas schemas = new PartSchemas(target.schemas());
      SortedSet<String> states = new TreeSet<>();
      for (StatePart part : parts) {
        StateSettings settings = request.settings().withRange(part.range());
        StateDatabase database =
            StateDatabase.openAtRest(StateRescale.database(part.directory()), settings);
        old.add(database);
        schemas.take(database.schemas());
        states.addAll(database.stateHandles().keySet());
      }
      Path files = request.target().resolve("copied");
      Files.createDirectory(files);
      for (String state : states) {
        new RowCopy(target, old, parts, request).copy(state, files);
      }
      StateRescale.deleteAll(files);
      target.flush();
    } finally {
      old.forEach(StateDatabase::close);
    }
  }

  private void copy(String state, Path directory) throws RocksDBException {
    List<String> written = new ArrayList<>();
    try (FileSequence files = new FileSequence(directory.resolve(state), written)) {
      for (int i = 0; i < old.size(); i++) {
        ColumnFamilyHandle handle = old.get(i).stateHandles().get(state);
        if (handle != null) {
          KeyGroupRange range = parts.get(i).range().intersection(request.settings().range());
          copyRange(old.get(i), handle, range, files);
        }
      }
    }
    if (!written.isEmpty()) {
      try (IngestExternalFileOptions options = new IngestExternalFileOptions().setMoveFiles(true)) {
        target.db().ingestExternalFile(target.handle(state), written, options);
      }
    }
  }

  private static void copyRange(
      StateDatabase from, ColumnFamilyHandle handle, KeyGroupRange range, FileSequence files)
      throws RocksDBException {
    try (Slice end = new Slice(StateFamily.groupPrefix(range.last() + 1));
        ReadOptions options =
            new ReadOptions()
                .setIterateUpperBound(end)
                .setFillCache(false)
                .setReadaheadSize(READ_AHEAD_BYTES);
        RocksIterator row = from.db().newIterator(handle, options)) {
      for (row.seek(StateFamily.groupPrefix(range.first())); row.isValid(); row.next()) {
        files.put(row.key(), row.value());
      }
      row.status();
    }
  }

  /** Files of rows in ascending order. */
  private final class FileSequence implements AutoCloseable {
    private final Path prefix;
    private final List<String> written;
    private final EnvOptions env = new EnvOptions();
    private final Options options = new Options(target.dbOptions(), target.familyOptions());
    private @Nullable SstFileWriter writer;

    FileSequence(Path prefix, List<String> written) {
      this.prefix = prefix;
      this.written = written;
    }

    void put(byte[] key, byte[] value) throws RocksDBException {
      SstFileWriter to = writer;
      if (to == null) {
        to = new SstFileWriter(env, options);
        writer = to;
        String file = prefix + "-" + written.size() + ".sst";
        to.open(file);
        written.add(file);
      }
      to.put(key, value);
      if (to.fileSize() >= FILE_BYTES) {
        finish();
      }
    }

    private void finish() throws RocksDBException {
      if (writer != null) {
        SstFileWriter full = writer;
        writer = null;
        try (full) {
          full.finish();
        }
      }
    }

    @Override
    public void close() throws RocksDBException {
      try {
        finish();
      } finally {
        options.close();
        env.close();
      }
    }
  }
}
