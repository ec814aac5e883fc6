package io.cairn.agent.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened, in order, to be closed in the reverse order. Any thread. */
final class OwnedResources implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OwnedResources.class);

  private final Deque<AutoCloseable> closings = new ArrayDeque<>();

  /**
   * Remembers how to close something.
   *
   * @return the resource
   */
  synchronized <T> T own(T resource, AutoCloseable closing) {
    closings.push(closing);
    return resource;
  }

  /** As {@link #own(Object, AutoCloseable)}, for what closes itself. */
  <T extends AutoCloseable> T own(T resource) {
    return own(resource, resource);
  }

  /** Closes everything, whatever fails. Idempotent. */
  @Override
  public synchronized void close() {
    while (!closings.isEmpty()) {
      try {
        closings.pop().close();
      } catch (Exception e) {
        log.warn("while closing: {}", e.toString());
      }
    }
  }
}
