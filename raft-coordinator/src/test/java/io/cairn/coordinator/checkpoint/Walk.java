package io.cairn.coordinator.checkpoint;

import io.cairn.coordinator.codec.LogCodec;
import io.cairn.coordinator.codec.SnapshotCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** One seeded random walk over the state machine, checked after every event. */
final class Walk {
  private static final int ROUND_TRIP_EVERY = 500;

  private Walk() {}

  /** Throws AssertionError with the seed and the step when an invariant breaks. */
  static ClusterState run(Apply machine, long seed, int events, TransitionLog log) {
    RandomEvents source = new RandomEvents(seed);
    Invariants invariants = new Invariants();
    ClusterState state = ClusterState.empty();
    for (int i = 0; i < events; i++) {
      Event event = source.next(state);
      Batch batch = new Batch(source.elapsed(), 1_000_000 + i % 7, List.of(event));
      try {
        Batch read = LogCodec.decode(LogCodec.encode(batch));
        Invariants.require(read.equals(batch), "the batch changed in the log");
        Step step = machine.apply(state, read);
        invariants.check(state, event, step.outcomes().get(0), step.next());
        log.observe(state, step.next());
        state = step.next();
        if (i % ROUND_TRIP_EVERY == 0) {
          checkRoundTrip(state);
        }
      } catch (RuntimeException | AssertionError broken) {
        throw new AssertionError(
            "seed "
                + seed
                + ", event "
                + i
                + " "
                + event
                + ": "
                + broken
                + "; replay with -Dcairn.seed="
                + seed,
            broken);
      }
    }
    checkRoundTrip(state);
    return state;
  }

  /** Decoding adds all hashes up anew, so that this checks the incremental hash too. */
  static void checkRoundTrip(ClusterState state) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      SnapshotCodec.write(state, out);
      ClusterState read = SnapshotCodec.read(new ByteArrayInputStream(out.toByteArray()));
      Invariants.require(read.stateHash() == state.stateHash(), "the snapshot's hash differs");
      Invariants.require(read.equals(state), "the snapshot's state differs");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
