package io.cairn.coordinator.admin;

import io.cairn.coordinator.replication.ReplicatedState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Server-sent events about what this replica applies, for pages and scripts that follow it. Not a
 * log of events but of states: whoever is slow skips what lies between, and whoever comes anew gets
 * all at first. So nothing is kept for anyone, and nothing can be missed for good.
 *
 * <p>The format is that of the WHATWG's HTML standard, "Server-sent events".
 */
final class EventStream implements AutoCloseable {
  /** Pages left open by a whole team. Each costs a connection and a few references. */
  static final int MAX_SUBSCRIBERS = 64;

  private static final long LOOK_MILLIS = 100;

  /** After so many looks it is asked again whether a listener may listen: each second. */
  private static final int LOOKS_PER_CHECK = 10;

  private final ReplicatedState replica;
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService thread;
  private int looks;

  EventStream(ReplicatedState replica) {
    this.replica = replica;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "admin-events");
              made.setDaemon(true);
              return made;
            });
  }

  void start() {
    var unused = thread.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Takes over the response: it ends when the client goes, or with the server.
   *
   * @param mayListen asked each second; when it says no, the response ends
   */
  void open(Response response, Callback callback, BooleanSupplier mayListen) {
    if (subscribers.size() >= MAX_SUBSCRIBERS) {
      throw ProblemException.of(
          429, "overloaded", MAX_SUBSCRIBERS + " streams are open here; close one");
    }
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    subscribers.add(new Subscriber(response, callback, mayListen));
  }

  /** How many are open. */
  int size() {
    return subscribers.size();
  }

  private void look() {
    if (subscribers.isEmpty()) {
      return;
    }
    if (++looks % LOOKS_PER_CHECK == 0) {
      subscribers.forEach(Subscriber::endIfForbidden);
    }
    Glimpse now = Glimpse.of(replica);
    long nanos = System.nanoTime();
    subscribers.removeIf(subscriber -> !subscriber.tell(now, nanos));
  }

  @Override
  public void close() {
    thread.shutdownNow();
    subscribers.forEach(Subscriber::end);
    subscribers.clear();
  }
}
