package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.SegmentPath;
import io.cairn.coordinator.checkpoint.SnapshotHandle;
import io.cairn.coordinator.codec.MetadataCodec;
import io.cairn.storage.blob.BlobInfo;
import io.cairn.storage.blob.BlobInput;
import io.cairn.storage.blob.BlobStore;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What lay in the blob store at some moment before now, and what its metadata files refer to.
 *
 * @param jobs by directory
 */
record StoreListing(List<JobFolder> jobs) {
  /** Far more than the metadata of 10,000 tasks has. */
  private static final long MAX_METADATA_BYTES = 256L << 20;

  private static final String JOBS = "jobs";

  StoreListing {
    jobs = List.copyOf(jobs);
  }

  /**
   * The files of a job.
   *
   * @param name of the directory: the job's id, unless someone else put it there
   * @param segments the files in {@code segments}
   * @param checkpoints the directories in {@code checkpoints}, with the bytes in them
   * @param referred segments that some readable published metadata names, by its directory
   * @param unreadable paths that could refer to segments and cannot be read or understood
   */
  record JobFolder(
      String name,
      List<BlobInfo> segments,
      List<BlobInfo> checkpoints,
      List<Reference> referred,
      List<String> unreadable) {
    JobFolder {
      segments = List.copyOf(segments);
      checkpoints = List.copyOf(checkpoints);
      referred = List.copyOf(referred);
      unreadable = List.copyOf(unreadable);
    }
  }

  /** What the metadata in a directory names. */
  record Reference(String directory, Set<String> segments) {
    Reference {
      segments = Set.copyOf(segments);
    }
  }

  /**
   * Lists the store. Blocks.
   *
   * @throws IOException when any of it cannot be listed: then nothing is known
   */
  static StoreListing read(BlobStore store) throws IOException {
    List<JobFolder> jobs = new ArrayList<>();
    for (BlobInfo job : store.list(JOBS)) {
      if (job.directory()) {
        jobs.add(readJob(store, job));
      }
    }
    return new StoreListing(jobs);
  }

  private static JobFolder readJob(BlobStore store, BlobInfo job) throws IOException {
    List<BlobInfo> checkpoints = new ArrayList<>();
    List<Reference> referred = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (BlobInfo entry : store.list(job.path() + "/checkpoints")) {
      checkpoints.add(new BlobInfo(entry.path(), bytesIn(store, entry), entry.directory()));
      note(store, entry, referred, unreadable);
    }
    for (BlobInfo entry : store.list(job.path() + "/savepoints")) {
      note(store, entry, referred, unreadable);
    }
    return new JobFolder(
        job.name(), store.list(job.path() + "/segments"), checkpoints, referred, unreadable);
  }

  private static long bytesIn(BlobStore store, BlobInfo entry) throws IOException {
    long bytes = entry.length();
    if (entry.directory()) {
      for (BlobInfo file : store.list(entry.path())) {
        bytes += file.length();
      }
    }
    return bytes;
  }

  private static void note(
      BlobStore store, BlobInfo entry, List<Reference> referred, List<String> unreadable) {
    if (!entry.directory()) {
      return;
    }
    String path = StorePaths.metadata(entry.path());
    try (BlobInput in = store.open(path)) {
      if (in.length() > MAX_METADATA_BYTES) {
        unreadable.add(path);
        return;
      }
      byte[] file = new byte[(int) in.length()];
      in.readFully(0, file, 0, file.length);
      Set<String> segments = new TreeSet<>();
      for (SnapshotHandle handle : MetadataCodec.decode(file).handles()) {
        for (SegmentPath segment : handle.segments()) {
          segments.add(segment.value());
        }
      }
      referred.add(new Reference(entry.path(), segments));
    } catch (NoSuchFileException e) {
      // Not published, or gone since: it refers to nothing that could be restored.
      return;
    } catch (IOException | RuntimeException e) {
      unreadable.add(path);
    }
  }
}
