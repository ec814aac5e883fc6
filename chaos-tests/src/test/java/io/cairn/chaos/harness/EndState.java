package io.cairn.chaos.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cairn.chaos.Await;
import io.cairn.chaos.check.CheckpointReader;
import io.cairn.chaos.check.StoreContents;
import io.cairn.chaos.check.Verdict;
import io.cairn.chaos.scene.LocalScene;
import io.cairn.chaos.workload.ChaosJob;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.blob.BlobStores;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What must hold when every job has ended and every process serves. Of one thread. */
final class EndState {
  private static final Duration BOUND = Duration.ofSeconds(60);

  private final LocalScene scene;
  private final CheckpointReader reader;

  EndState(LocalScene scene, CheckpointReader reader) {
    this.scene = scene;
    this.reader = reader;
  }

  /**
   * Asks health, reads what is retained once more and compares the store.
   *
   * @param whole whether the cluster recovered; else only what was read until now is judged
   */
  List<Verdict> verdicts(boolean whole) throws Exception {
    if (!whole) {
      return List.of(reader.verdict(List.of()));
    }
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(health());
    verdicts.add(retained());
    verdicts.add(store());
    return verdicts;
  }

  private Verdict health() {
    JsonNode[] health = {JsonNodeFactory.instance.objectNode()};
    List<String> wrong = new ArrayList<>();
    try {
      Await.until(
          BOUND,
          () -> {
            health[0] = scene.admin().get("health");
            return health[0].path("status").asText().equals("ok");
          },
          () -> "equal states; health says " + health[0]);
    } catch (AssertionError e) {
      wrong.add(String.valueOf(e.getMessage()));
    }
    return Verdict.of("equal state hashes on all replicas", health[0].path("members").size(), wrong)
        .with(
            "hash %s at index %d"
                .formatted(health[0].path("stateHash").asText(), health[0].path("index").asLong()));
  }

  private Verdict retained() {
    List<List<String>> unread = new ArrayList<>();
    try {
      Await.until(
          BOUND,
          () -> {
            reader.look(List.of(), scene.store(), scene.hadoopSettings());
            unread.add(reader.unread());
            return unread.get(unread.size() - 1).isEmpty();
          },
          () -> "every retained checkpoint is readable");
    } catch (AssertionError e) {
      return reader.verdict(
          unread.isEmpty() ? List.of(String.valueOf(e)) : unread.get(unread.size() - 1));
    }
    return reader.verdict(List.of());
  }

  /** Deletion of what was condemned may be under way; what is left when it ends is judged. */
  private Verdict store() throws Exception {
    JsonNode swept = sweep();
    Optional<Verdict>[] last = last();
    try (BlobStore store = BlobStores.open(URI.create(scene.store()), scene.hadoopSettings())) {
      List<ChaosJob> jobs = reader.jobs();
      Await.until(
          BOUND,
          () -> {
            Verdict verdict = StoreContents.judge(StoreContents.read(store, jobs));
            last[0] = Optional.of(verdict);
            return verdict.holds();
          },
          () -> "the store as it should be");
    } catch (AssertionError e) {
      return last[0].orElseGet(
          () -> Verdict.of("the blob store can be read", 0, List.of(String.valueOf(e))));
    }
    return last[0]
        .orElseThrow()
        .with(swept.path("count").asLong() + " orphans were swept at the end");
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of one generic type
  private static Optional<Verdict>[] last() {
    Optional[] last = {Optional.empty()};
    return last;
  }

  private JsonNode sweep() {
    JsonNode[] swept = {JsonNodeFactory.instance.objectNode()};
    var body = JsonNodeFactory.instance.objectNode().put("requestId", UUID.randomUUID().toString());
    Await.until(
        BOUND,
        () -> {
          swept[0] = scene.admin().postSlow("gc/run", body);
          return swept[0].path("left").asLong() == 0;
        },
        () -> "a sweep of orphans; the last said " + swept[0]);
    return swept[0];
  }
}
