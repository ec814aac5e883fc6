package io.cairn.storage.snapshot;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
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

  /** Waits for the oldest request and begins a group with it; null when closed. */
  synchronized @Nullable SegmentGroup take() throws InterruptedException {
    while (!closed && waiting.isEmpty()) {
      wait();
    }
    UploadMember first = waiting.poll();
    if (first == null) {
      return null;
    }
    SegmentGroup group = new SegmentGroup(first);
    writing.add(group);
    return group;
  }

  /** Lets the oldest request that fits into the group's segment join it, and returns it. */
  synchronized @Nullable UploadMember joinNext(SegmentGroup group) {
    for (Iterator<UploadMember> members = waiting.iterator(); members.hasNext(); ) {
      UploadMember member = members.next();
      if (member.key().equals(group.key())) {
        members.remove();
        group.join(member);
        return member;
      }
    }
    return null;
  }

  /** Forgets a group that is complete, cancelled or has failed. */
  synchronized void done(SegmentGroup group) {
    writing.remove(group);
  }

  /** Cancels what waits and what is being written. */
  void cancelIf(Predicate<SegmentKey> which) {
    List<UploadMember> cancelled = new ArrayList<>();
    List<SegmentGroup> groups;
    synchronized (this) {
      for (Iterator<UploadMember> members = waiting.iterator(); members.hasNext(); ) {
        UploadMember member = members.next();
        if (which.test(member.key())) {
          members.remove();
          cancelled.add(member);
        }
      }
      groups = writing.stream().filter(group -> which.test(group.key())).toList();
    }
    cancelled.forEach(UploadMember::cancel);
    groups.forEach(SegmentGroup::cancel);
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
