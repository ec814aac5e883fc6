package io.cairn.coordinator.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * One open stream of events. Told by the stream's thread; one write is under way at most, and what
 * comes meanwhile is told with the next.
 */
final class Subscriber {
  /** Shows that the other side is gone, and keeps the connection from being idle. */
  private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Response response;
  private final Callback callback;
  private final BooleanSupplier mayListen;
  private final AtomicBoolean writing = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private @Nullable Glimpse told;
  private long wroteAtNanos;

  Subscriber(Response response, Callback callback, BooleanSupplier mayListen) {
    this.response = response;
    this.callback = callback;
    this.mayListen = mayListen;
    this.wroteAtNanos = System.nanoTime();
  }

  /** Tells what is new, if anything is and the last was taken; false when nobody listens. */
  boolean tell(Glimpse now, long nanos) {
    if (ended.get()) {
      return false;
    }
    if (writing.get()) {
      return true;
    }
    Glimpse.Change change = now.since(told);
    if (change != null) {
      told = now;
      write("id: " + change.index() + "\ndata: " + json(change) + "\n\n", nanos);
    } else if (nanos - wroteAtNanos > KEEP_ALIVE_NANOS) {
      write(":\n\n", nanos);
    }
    return true;
  }

  private void write(String text, long nanos) {
    writing.set(true);
    wroteAtNanos = nanos;
    response.write(
        false,
        StandardCharsets.UTF_8.encode(text),
        Callback.from(() -> writing.set(false), this::fail));
  }

  private void fail(Throwable gone) {
    if (ended.compareAndSet(false, true)) {
      callback.failed(gone);
    }
  }

  /** Ends the response when whoever listens may no more. */
  void endIfForbidden() {
    if (!mayListen.getAsBoolean()) {
      end();
    }
  }

  /** Ends the response. */
  void end() {
    if (ended.compareAndSet(false, true)) {
      callback.succeeded();
    }
  }

  private static String json(Object view) {
    try {
      return JSON.writeValueAsString(view);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a view that is not JSON: " + view.getClass(), e);
    }
  }
}
