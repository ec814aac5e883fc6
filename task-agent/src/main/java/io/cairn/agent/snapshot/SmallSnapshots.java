package io.cairn.agent.snapshot;

import io.cairn.agent.OneLine;
import io.cairn.protocol.v1.SnapshotHandle;
import io.cairn.storage.snapshot.Bytes;
import io.cairn.storage.snapshot.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The small snapshots on this agent's disk: those of one attempt and checkpoint are in one file, in
 * the order in which they came, so that many become durable with one sync:
 *
 * <pre>
 * snapshots/job-7/c31-a2.0.journal
 * </pre>
 *
 * <p>The number counts the files of one checkpoint, as after a failed write another one is begun. A
 * file goes when nothing in it is wanted any more. Any thread.
 */
final class SmallSnapshots {

  private static final Logger log = LoggerFactory.getLogger(SmallSnapshots.class);
  private static final Pattern NAME =
      Pattern.compile(".*/job-(\\d+)/c(\\d+)-a(\\d+)\\.(\\d+)\\.journal");

  private final Path root;

  // Guarded by this.
  private final Map<Group, File> newest = new HashMap<>();
  private final Set<Long> namedJobs = new HashSet<>();

  private record Group(long jobId, long attempt, long checkpointId) {
    static Group of(SnapshotId id) {
      return new Group(id.jobId(), id.attempt(), id.checkpointId());
    }
  }

  /** A file and how many need it: snapshots in it, and threads that write to it. */
  private static final class File {
    private final Group group;
    private final int number;
    private final GroupJournal journal;
    private int users;

    File(Group group, int number, GroupJournal journal) {
      this.group = group;
      this.number = number;
      this.journal = journal;
    }
  }

  /** Where a snapshot is. */
  static final class Place {
    private final File file;
    private final long begin;
    private final int length;

    private Place(File file, long begin, int length) {
      this.file = file;
      this.begin = begin;
      this.length = length;
    }

    /** Reads the snapshot's task state, which is all of it. */
    Bytes read() throws IOException {
      byte[] octets = file.journal.read(begin, length);
      return SmallRecord.read(octets, file.journal.path(), begin).content();
    }
  }

  SmallSnapshots(Path root) {
    this.root = root;
  }

  /** Adds a snapshot, durably. */
  Place add(SnapshotId id, Bytes taskState) throws IOException {
    byte[] octets = new SmallRecord(SmallRecord.Kind.SNAPSHOT, id, taskState).encode();
    File file = acquire(id);
    try {
      return new Place(file, file.journal.append(octets), octets.length);
    } catch (IOException | RuntimeException e) {
      release(file);
      throw e;
    }
  }

  /** Notes that a snapshot is uploaded; a kill does not take it away, a loss of power may. */
  void addHandle(SnapshotId id, Place place, SnapshotHandle handle) throws IOException {
    Bytes octets = Bytes.copyOf(handle.toByteArray());
    var unused =
        place.file.journal.write(new SmallRecord(SmallRecord.Kind.HANDLE, id, octets).encode());
  }

  /** A snapshot is not wanted any more. */
  void drop(Place place) {
    release(place.file);
  }

  private synchronized File acquire(SnapshotId id) throws IOException {
    Group group = Group.of(id);
    File file = newest.get(group);
    if (file == null || file.journal.hasFailed()) {
      Path job = root.resolve("job-" + id.jobId());
      Files.createDirectories(job);
      if (!namedJobs.contains(id.jobId())) {
        DurableFiles.syncDirectory(root);
        namedJobs.add(id.jobId());
      }
      int number = file == null ? 0 : file.number + 1;
      String name = "c" + id.checkpointId() + "-a" + id.attempt() + "." + number + ".journal";
      file = new File(group, number, new GroupJournal(job.resolve(name), 0));
      newest.put(group, file);
    }
    file.users++;
    return file;
  }

  private synchronized void release(File file) {
    if (--file.users > 0) {
      return;
    }
    newest.remove(file.group, file);
    long job = file.group.jobId();
    if (newest.keySet().stream().noneMatch(group -> group.jobId() == job)) {
      namedJobs.remove(job); // or the set would grow with every job that was here
    }
    try {
      file.journal.delete();
    } catch (IOException e) {
      log.warn("cannot delete {}: {}", file.journal.path(), OneLine.of(e));
    }
  }

  /** Whether a file among the directories of a job's tasks is one of these. */
  static boolean isOne(Path path) {
    return NAME.matcher(path.toAbsolutePath().toString()).matches();
  }

  /** Reads what an earlier process left; a damaged snapshot is left out. */
  void read(Path path, Consumer<Found> entries) throws IOException {
    byte[] octets = Files.readAllBytes(path);
    ByteBuffer left = ByteBuffer.wrap(octets);
    Map<SnapshotId, SnapshotHandle> handles = new HashMap<>();
    Map<SnapshotId, int[]> places = new HashMap<>();
    int end = 0;
    while (left.remaining() >= Integer.BYTES) {
      int length = left.getInt();
      if (length < 0 || length > left.remaining()) {
        break; // torn, or damaged
      }
      byte[] sealed = new byte[Integer.BYTES + length];
      System.arraycopy(octets, end, sealed, 0, sealed.length);
      try {
        SmallRecord one = SmallRecord.read(sealed, path, end);
        if (one.kind() == SmallRecord.Kind.SNAPSHOT) {
          places.put(one.id(), new int[] {end, sealed.length});
        } else {
          handles.put(one.id(), SnapshotHandle.parseFrom(one.content().toByteArray()));
        }
      } catch (IOException e) {
        log.warn("a local snapshot is dropped, the blob store has it: {}", e.getMessage());
      }
      end += sealed.length;
      left.position(end);
    }
    File file = fileOf(path, end);
    places.keySet().removeIf(id -> file == null || !Group.of(id).equals(file.group));
    if (file == null || places.isEmpty()) {
      Files.deleteIfExists(path);
      return;
    }
    take(file, places.size());
    places.forEach(
        (id, at) ->
            entries.accept(
                new Found(
                    id, new Place(file, at[0], at[1]), Optional.ofNullable(handles.get(id)))));
  }

  /** A snapshot that an earlier process left. */
  record Found(SnapshotId id, Place place, Optional<SnapshotHandle> handle) {}

  private synchronized void take(File file, int users) {
    file.users = users;
    newest.merge(file.group, file, (a, b) -> a.number > b.number ? a : b);
  }

  private static @Nullable File fileOf(Path path, long end) {
    Matcher name = NAME.matcher(path.toAbsolutePath().toString());
    try {
      return name.matches()
          ? new File(
              new Group(
                  Long.parseLong(name.group(1)),
                  Long.parseLong(name.group(3)),
                  Long.parseLong(name.group(2))),
              Integer.parseInt(name.group(4)),
              new GroupJournal(path, end))
          : null;
    } catch (NumberFormatException e) {
      return null; // no name that was given here
    }
  }
}
