package io.cairn.storage.snapshot;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be uploaded, and the groups being written. Any thread; one lock, never held long.
 */
final class UploadQueue {

  /** Most requests that wait: 1,000 tasks of 64 running checkpoints. */
  static final int MAX_WAITING = 64_000;

  private final ArrayDeque<UploadMember> waiting = new ArrayDeque<>();
  private final Set<SegmentGroup> writing = new HashSet<>();
  private final Map<SegmentKey, SegmentGroup> accepting = new HashMap<>();
  private boolean closed;

  /** Adds a request, or refuses it when closed or full. */
  CompletableFuture<StoredSnapshot> submit(UploadRequest request) {
    UploadMember member = new UploadMember(request, new CompletableFuture<>());
    boolean refused;
    synchronized (this) {
      refused = closed;
      if (!closed && waiting.size() >= MAX_WAITING) {
        throw new RejectedExecutionException(MAX_WAITING + " uploads wait already");
      }
      if (!refused) {
        waiting.add(member);
        notifyAll();
      }
    }
    if (refused) {
      member.cancel();
    }
    return member.future();
  }

  /** How many requests wait or are being written. */
  synchronized int size() {
    int members = waiting.size();
    for (SegmentGroup group : writing) {
      members += group.members().size();
    }
    return members;
  }

  /**
   * Waits for the oldest request that no group accepts, and begins a group with it; null when
   * closed.
   */
  synchronized @Nullable SegmentGroup take() throws InterruptedException {
    while (!closed) {
      for (Iterator<UploadMember> members = waiting.iterator(); members.hasNext(); ) {
        UploadMember first = members.next();
        if (!accepting.containsKey(first.key())) {
          members.remove();
          SegmentGroup group = new SegmentGroup(first);
          writing.add(group);
          accepting.put(group.key(), group);
          return group;
        }
      }
      wait();
    }
    return null;
  }

  /** Lets a group that is tried again accept members, unless another one does. */
  synchronized void accept(SegmentGroup group) {
    accepting.putIfAbsent(group.key(), group);
  }

  /** From now on what comes for the same segment begins another group. */
  synchronized void stopAccepting(SegmentGroup group) {
    if (accepting.remove(group.key(), group)) {
      notifyAll();
    }
  }

  /**
   * Lets the oldest request that fits into the group's segment join it, and returns it. When there
   * is none, the group stops accepting.
   */
  synchronized @Nullable UploadMember joinNext(SegmentGroup group) {
    if (accepting.get(group.key()) == group && !group.isCancelled()) {
      for (Iterator<UploadMember> members = waiting.iterator(); members.hasNext(); ) {
        UploadMember member = members.next();
        if (member.key().equals(group.key())) {
          members.remove();
          group.join(member);
          return member;
        }
      }
    }
    stopAccepting(group);
    return null;
  }

  /** Takes a member that turned out to be too large out of the group; it goes first next time. */
  synchronized void putBack(SegmentGroup group, UploadMember member) {
    stopAccepting(group);
    // If the group was cancelled meanwhile, so was the member.
    if (group.remove(member)) {
      waiting.addFirst(member);
      notifyAll();
    }
  }

  /** Forgets a group that is complete, cancelled or has failed. */
  synchronized void done(SegmentGroup group) {
    stopAccepting(group);
    writing.remove(group);
  }

  /** Cancels what waits and what is being written. */
  void cancelIf(Predicate<SegmentKey> which) {
    List<UploadMember> cancelled = new ArrayList<>();
    synchronized (this) {
      for (Iterator<UploadMember> members = waiting.iterator(); members.hasNext(); ) {
        UploadMember member = members.next();
        if (which.test(member.key())) {
          members.remove();
          cancelled.add(member);
        }
      }
      for (SegmentGroup group : writing) {
        if (which.test(group.key())) {
          cancelled.addAll(group.cancel());
        }
      }
    }
    // Outside the lock: callers' code may run here.
    cancelled.forEach(UploadMember::cancel);
  }

  /** Cancels everything, and refuses what comes later. */
  void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    cancelIf(key -> true);
  }
}
