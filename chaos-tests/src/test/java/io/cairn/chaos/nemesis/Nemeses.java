package io.cairn.chaos.nemesis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The faults by name. Immutable. */
public final class Nemeses {
  private final Map<String, Nemesis> byName = new LinkedHashMap<>();

  private Nemeses(List<Nemesis> all) {
    all.forEach(each -> byName.put(each.name(), each));
  }

  /** Those that need nothing but processes and the admin API. */
  public static Nemeses ofProcesses() {
    List<Nemesis> all = new ArrayList<>();
    for (Victims victims : Victims.values()) {
      all.add(new Kill("kill-" + kebab(victims), victims));
    }
    all.add(new Pause("pause-leader", Victims.LEADER));
    all.add(new Pause("pause-agent", Victims.AGENT));
    for (Moves move : Moves.values()) {
      all.add(new Named(kebab(move), move));
    }
    return new Nemeses(all);
  }

  /** These and more. */
  public Nemeses and(List<Nemesis> more) {
    List<Nemesis> all = new ArrayList<>(byName.values());
    all.addAll(more);
    return new Nemeses(all);
  }

  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /**
   * One of them, or several at once: {@code kill-leader+kill-agent}.
   *
   * @throws IllegalArgumentException that names those that exist
   */
  public Nemesis named(String name) {
    List<Nemesis> parts = new ArrayList<>();
    for (String part : name.split("\\+", -1)) {
      Nemesis found = byName.get(part.strip());
      if (found == null) {
        throw new IllegalArgumentException("no nemesis '" + part + "'; there are " + names());
      }
      parts.add(found);
    }
    return parts.size() == 1 ? parts.get(0) : new Together(parts);
  }

  private static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
