package io.cairn.coordinator.admin;

import io.cairn.coordinator.replication.ClusterMember;
import io.cairn.coordinator.replication.CurrentMembership;
import io.cairn.coordinator.replication.Leadership;
import io.cairn.coordinator.replication.LeadershipListener;
import io.cairn.coordinator.replication.NotLeaderException;
import io.cairn.coordinator.replication.OutcomeUnknownException;
import io.cairn.coordinator.replication.ReplicatedState;
import io.cairn.coordinator.replication.Term;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Brings a command to the leader: here, or, over one hop, on the member that leads. While nobody
 * leads, or the answer of the old leader is lost, it tries again until the time is up, and at once
 * when this member is ready to lead; commands are deduplicated by their request id, so a repeated
 * one does no harm.
 */
final class LeaderRoute {
  private static final long PAUSE_MILLIS = 50;

  private final ReplicatedState replica;
  private final CurrentMembership membership;
  private final Forwarding forwarding;
  private final Executor executor;
  private final Set<Pause> pauses = ConcurrentHashMap.newKeySet();

  /** The time between two attempts of a command; ends once, by the clock or by readiness. */
  private final class Pause implements Runnable {
    private final Runnable next;

    private Pause(Runnable next) {
      this.next = next;
    }

    @Override
    public void run() {
      if (pauses.remove(this)) {
        next.run();
      }
    }
  }

  private final class Readiness implements LeadershipListener {
    @Override
    public void onLeaderReady(Term term) {
      try {
        pauses.forEach(executor::execute);
      } catch (RejectedExecutionException closed) {
        // this member serves no longer; whoever asked asks another
      }
    }

    @Override
    public void onLeaderLost(Term term) {
      // the attempts find that out
    }
  }

  /** Runs attempts on the executor, which they do not block. */
  LeaderRoute(
      ReplicatedState replica,
      CurrentMembership membership,
      Forwarding forwarding,
      Executor executor) {
    this.replica = replica;
    this.membership = membership;
    this.forwarding = forwarding;
    this.executor = executor;
    replica.subscribe(new Readiness());
  }

  /** What the command answers, on whichever member leads. */
  CompletableFuture<Reply> onLeader(Call call, Function<Term, CompletableFuture<Reply>> command) {
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    long deadline = System.nanoTime() + Limits.CONSENSUS.toNanos();
    executor.execute(() -> attempt(call, command, answer, deadline));
    return answer.orTimeout(Limits.CONSENSUS.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void attempt(
      Call call,
      Function<Term, CompletableFuture<Reply>> command,
      CompletableFuture<Reply> answer,
      long deadline) {
    if (answer.isDone()) {
      return;
    }
    CompletableFuture<Reply> reply;
    try {
      reply = once(call, command);
    } catch (RuntimeException refused) {
      answer.completeExceptionally(refused);
      return;
    }
    CompletableFuture<Reply> unused =
        reply.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                answer.complete(value);
              } else if (mayRetry(Failures.unwrap(failure))
                  && deadline - System.nanoTime()
                      > TimeUnit.MILLISECONDS.toNanos(2 * PAUSE_MILLIS)) {
                Pause pause = new Pause(() -> attempt(call, command, answer, deadline));
                pauses.add(pause);
                CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS, executor)
                    .execute(pause);
              } else {
                answer.completeExceptionally(told(Failures.unwrap(failure)));
              }
            });
  }

  private CompletableFuture<Reply> once(
      Call call, Function<Term, CompletableFuture<Reply>> command) {
    Leadership leadership = replica.leadership();
    if (leadership.readyTerm().isPresent()) {
      return command.apply(leadership.readyTerm().get());
    }
    Optional<ClusterMember> leader =
        leadership
            .leaderId()
            .filter(id -> !id.equals(membership.selfId()))
            .flatMap(membership::member);
    if (leader.isPresent() && !call.forwarded()) {
      return forwarding.send(leader.get().admin(), call);
    }
    return CompletableFuture.failedFuture(
        new NotLeaderException(
            membership.selfId() + " does not lead, and knows no leader that is ready",
            leadership.leaderId()));
  }

  /** A leader that was asked and did not answer may have done it. */
  private static Throwable told(Throwable failure) {
    return failure instanceof IOException
        ? new OutcomeUnknownException("the leader does not answer: " + failure)
        : failure;
  }

  private static boolean mayRetry(Throwable failure) {
    return failure instanceof NotLeaderException
        || failure instanceof OutcomeUnknownException
        || failure instanceof IOException;
  }
}
