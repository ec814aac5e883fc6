package io.cairn.storage.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The snapshots that go into one segment. One worker writes it; any thread may cancel it. Exactly
 * one of {@link #cancel} and {@link #complete} takes effect.
 */
final class SegmentGroup {

  private final SegmentKey key;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<UploadMember> members = new ArrayList<>();
  private boolean cancelled;
  private boolean completed;

  SegmentGroup(UploadMember first) {
    key = first.key();
    members.add(first);
  }

  SegmentKey key() {
    return key;
  }

  /** The members in the order in which they joined; a copy. */
  List<UploadMember> members() {
    lock.lock();
    try {
      return List.copyOf(members);
    } finally {
      lock.unlock();
    }
  }

  /** Adds a member. */
  void join(UploadMember member) {
    lock.lock();
    try {
      members.add(member);
    } finally {
      lock.unlock();
    }
  }

  /** Takes a member out; false if the group was cancelled, and the member with it. */
  boolean remove(UploadMember member) {
    lock.lock();
    try {
      return !cancelled && members.remove(member);
    } finally {
      lock.unlock();
    }
  }

  /** Completes all members, in order; false if the group was cancelled first. */
  boolean complete(List<StoredSnapshot> results) {
    List<UploadMember> winners;
    lock.lock();
    try {
      if (cancelled) {
        return false;
      }
      completed = true;
      winners = List.copyOf(members);
    } finally {
      lock.unlock();
    }
    for (int i = 0; i < winners.size(); i++) {
      winners.get(i).future().complete(results.get(i));
    }
    return true;
  }

  /** Fails all members; no more than {@link #complete} or {@link #cancel} if one came first. */
  void fail(Exception failure) {
    members().forEach(member -> member.future().completeExceptionally(failure));
  }

  /**
   * Cancels the group and wakes its worker.
   *
   * @return the members, whose futures the caller has to cancel; none when the group is complete
   */
  List<UploadMember> cancel() {
    lock.lock();
    try {
      if (completed || cancelled) {
        return List.of();
      }
      cancelled = true;
      changed.signalAll();
      return List.copyOf(members);
    } finally {
      lock.unlock();
    }
  }

  boolean isCancelled() {
    lock.lock();
    try {
      return cancelled;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits, unless the group is cancelled.
   *
   * @throws CancellationException as soon as it is cancelled
   */
  void pause(long nanos) {
    lock.lock();
    try {
      long deadline = System.nanoTime() + nanos;
      long left = nanos;
      while (!cancelled && left > 0) {
        changed.await(left, TimeUnit.NANOSECONDS);
        left = deadline - System.nanoTime();
      }
      if (cancelled) {
        throw new CancellationException("upload of " + key + " was cancelled");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("upload of " + key + " was interrupted");
    } finally {
      lock.unlock();
    }
  }
}
