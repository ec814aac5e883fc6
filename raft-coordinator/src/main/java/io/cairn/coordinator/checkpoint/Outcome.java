package io.cairn.coordinator.checkpoint;

/** What became of one event. */
public sealed interface Outcome {
  /** It took effect, or had done so before (a repeated request). */
  record Accepted(long id) implements Outcome {
    /** Accepted without an allocated id. */
    public static final Accepted WITHOUT_ID = new Accepted(0);
  }

  /** Late, duplicate or foreign: no effect, and nothing to complain about. */
  record Ignored(String reason) implements Outcome {}

  /** Surely not done, and whoever asked should know. */
  record Rejected(Code code, String reason) implements Outcome {}

  /** Whether it took effect. */
  default boolean isAccepted() {
    return this instanceof Accepted;
  }

  /** Handles each case. */
  default <R> R match(Cases<R> cases) {
    if (this instanceof Accepted accepted) {
      return cases.accepted(accepted);
    }
    if (this instanceof Ignored ignored) {
      return cases.ignored(ignored);
    }
    return cases.rejected((Rejected) this);
  }

  /** One method per case: forgetting one does not compile. */
  interface Cases<R> {
    /** It took effect; the id is what {@code apply} allocated, or 0. */
    R accepted(Accepted outcome);

    /** No effect. */
    R ignored(Ignored outcome);

    /** Refused. */
    R rejected(Rejected outcome);
  }

  /** Why something was rejected, for programs. */
  enum Code implements Coded {
    /** A value is out of range. */
    INVALID(1),
    /** The job, agent or checkpoint is not known. */
    NOT_FOUND(2),
    /** The state does not allow it now; it may later. */
    CONFLICT(3),
    /** The proposer's expectation is out of date: read the state again. */
    STALE(4),
    /** A newer incarnation exists: exit. */
    FENCED(5),
    /** A bound is reached. */
    LIMIT(6),
    /** The cluster has no id yet. */
    NOT_BOOTSTRAPPED(7);

    private final int code;

    Code(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }
}
