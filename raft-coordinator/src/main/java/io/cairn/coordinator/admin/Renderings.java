package io.cairn.coordinator.admin;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the JSON that was made of parts of the replicated state, for whoever asks the same while
 * those parts are the same objects. They are immutable, and a change puts another object in the
 * place of each that it concerns: so what is kept is never older than the state that the asker was
 * given, and there is nothing to expire. Views in which anything else has a say, as the clock or
 * live progress, must not be kept here. (Decision 54.)
 *
 * <p>Thread-safe. Bounded: what was not asked for longest goes first. Does not keep the parts.
 */
final class Renderings {
  /**
   * Some answers of 10,000 rows, or hundreds of 1,000. Twice that in memory, as text and octets.
   */
  static final long MAX_OCTETS = 8L << 20;

  /** For a part that is not there. */
  private static final Object NONE = new Object();

  private record Rendering(List<WeakReference<Object>> of, Json json) {
    boolean isOf(List<?> parts) {
      boolean same = of.size() == parts.size();
      for (int i = 0; same && i < of.size(); i++) {
        same = of.get(i).refersTo(parts.get(i));
      }
      return same;
    }
  }

  private final Map<String, Rendering> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final long maxOctets;
  private long octets;

  /** With nothing in it. */
  Renderings() {
    this(MAX_OCTETS);
  }

  /** With nothing in it; one that is larger than the bound is not kept. */
  Renderings(long maxOctets) {
    this.maxOctets = maxOctets;
  }

  /**
   * A view as JSON.
   *
   * @param what names the view; different ones of the same parts have different names
   * @param parts all that the view is made of besides its name, compared by identity; null for one
   *     that is not there
   * @param view makes it, unless it is here
   */
  Json of(String what, List<? extends @Nullable Object> parts, Supplier<Object> view) {
    List<Object> given = new ArrayList<>(parts.size());
    for (Object part : parts) {
      given.add(part == null ? NONE : part);
    }
    synchronized (this) {
      Rendering known = kept.get(what);
      if (known != null && known.isOf(given)) {
        return known.json();
      }
    }
    Json json = Json.of(view.get());
    keep(what, new Rendering(given.stream().map(WeakReference<Object>::new).toList(), json));
    return json;
  }

  private synchronized void keep(String what, Rendering rendering) {
    Rendering before = kept.put(what, rendering);
    octets += rendering.json().length() - (before == null ? 0 : before.json().length());
    Iterator<Rendering> oldest = kept.values().iterator();
    while (octets > maxOctets) {
      octets -= oldest.next().json().length();
      oldest.remove();
    }
  }
}
