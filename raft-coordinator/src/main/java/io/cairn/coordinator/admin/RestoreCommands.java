package io.cairn.coordinator.admin;

import io.cairn.coordinator.checkpoint.CounterFloors;
import io.cairn.coordinator.checkpoint.ForeignCheckpoint;
import io.cairn.coordinator.checkpoint.JobSpec;
import io.cairn.coordinator.checkpoint.RestoreJob;
import io.cairn.coordinator.codec.ForeignCodec;
import io.cairn.coordinator.codec.StoredMetadata;
import io.cairn.coordinator.leader.BlobOwnership;
import io.cairn.coordinator.leader.ForeignStoreException;
import io.cairn.coordinator.replication.ReplicatedState;
import io.cairn.storage.blob.BlobInfo;
import io.cairn.storage.blob.BlobInput;
import io.cairn.storage.blob.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * A job goes on from a checkpoint that another cluster left in a blob store. The one who is asked
 * reads it and fetches the job's code; the leader proposes. Files of the other cluster are read
 * only.
 */
final class RestoreCommands {
  /** One entry of the log; a handle takes some 100 bytes, its segments' names apart. */
  private static final int MAX_EVENT_BYTES = 4 << 20;

  private final ReplicatedState replica;
  private final BlobStore blobs;
  private final StoreOpener stores;
  private final Executor blocking;
  private final Commands commands;
  private final LeaderRoute route;

  /**
   * Makes them.
   *
   * @param blobs the cluster's own store
   * @param stores opens the others
   * @param blocking bounded; work that waits for stores runs there
   */
  RestoreCommands(
      ReplicatedState replica,
      BlobStore blobs,
      StoreOpener stores,
      Executor blocking,
      Commands commands,
      LeaderRoute route) {
    this.replica = replica;
    this.blobs = blobs;
    this.stores = stores;
    this.blocking = blocking;
    this.commands = commands;
    this.route = route;
  }

  /** What a person wants. */
  private record Wish(String requestId, ForeignPlace place, String name, boolean older) {
    static Wish read(JsonFields body) {
      return new Wish(
          Commands.requestId(body),
          ForeignPlace.parse(body.text("from")),
          body.has("name") ? body.text("name") : "",
          body.flag("older"));
    }
  }

  CompletableFuture<Reply> restore(Call call) {
    JsonFields body = JsonFields.parse(call.body());
    Wish wish = Wish.read(body);
    body.end();
    CompletableFuture<RestoreJob> prepared;
    try {
      prepared = CompletableFuture.supplyAsync(() -> prepare(wish), blocking);
    } catch (RejectedExecutionException full) {
      throw ProblemException.of(429, "overloaded", "too many restores at once; try again later");
    }
    return prepared.thenCompose(
        event -> route.onLeader(call, term -> commands.propose(term, event, "jobId")));
  }

  private RestoreJob prepare(Wish wish) {
    ForeignPlace place = wish.place();
    String clusterId = replica.state().clusterId();
    if (clusterId.isEmpty()) {
      throw ProblemException.of(503, "no-leader", "the cluster is not founded yet; try again");
    }
    try (BlobStore foreign = stores.open(place.root())) {
      new BlobOwnership(blobs).check(clusterId);
      ForeignReader.Found found = new ForeignReader(foreign, place).find(wish.older());
      JobSpec spec = named(found.metadata().spec(), wish.name());
      fetchJar(foreign, place, spec.jarSha256());
      RestoreJob event = new RestoreJob(wish.requestId(), spec, checkpoint(place, found));
      int bytes = ForeignCodec.sizeOf(event);
      if (bytes > MAX_EVENT_BYTES) {
        throw ProblemException.of(
            413,
            "too-large",
            "the checkpoint's handles take "
                + bytes
                + " bytes, at most "
                + MAX_EVENT_BYTES
                + " can be restored from; a savepoint has fewer segments");
      }
      return event;
    } catch (ForeignStoreException e) {
      throw ProblemException.of(409, "foreign-store", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw ProblemException.of(
          502, "blob-store", place.root() + " cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw ProblemException.of(400, "invalid-field", String.valueOf(e.getMessage()));
    }
  }

  private ForeignCheckpoint checkpoint(ForeignPlace place, ForeignReader.Found found)
      throws IOException {
    StoredMetadata metadata = found.metadata();
    long jobs = Math.max(metadata.floors().job(), metadata.job().value());
    return new ForeignCheckpoint(
        place.root().toString(),
        found.handlesRoot(),
        metadata.clusterId(),
        metadata.job(),
        metadata.checkpoint(),
        metadata.attempt(),
        new CounterFloors(Math.max(jobs, newestDirectory()), metadata.floors().incarnation()),
        metadata.handles());
  }

  /** A root that was taken over has directories of jobs that this cluster did not number. */
  private long newestDirectory() throws IOException {
    long newest = 0;
    for (BlobInfo job : blobs.list("jobs")) {
      if (job.name().matches("[0-9]{1,12}")) {
        newest = Math.max(newest, Long.parseLong(job.name()));
      }
    }
    return newest;
  }

  private static JobSpec named(JobSpec spec, String name) {
    return name.isEmpty()
        ? spec
        : new JobSpec(
            name,
            spec.graph(),
            spec.jarSha256(),
            spec.entryClass(),
            spec.arguments(),
            spec.policy());
  }

  /** Copies the job's code into the cluster's own store, unless it is there. */
  private void fetchJar(BlobStore foreign, ForeignPlace place, String sha256) throws IOException {
    String path = "jars/" + sha256 + ".jar";
    if (blobs.exists(path)) {
      return;
    }
    try (BlobInput jar = foreign.open(path);
        InputStream content = jar.stream(0)) {
      String found = new JarUpload(blobs).put(content);
      if (!found.equals(sha256)) {
        throw ProblemException.of(422, "damaged", path + " has the SHA-256 " + found);
      }
    } catch (NoSuchFileException e) {
      throw ProblemException.of(
          404,
          "no-such-jar",
          path + " is missing, below " + place.root() + " and in this cluster's store");
    }
  }
}
