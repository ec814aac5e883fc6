package io.cairn.chaos.linearizability;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What clients called and were answered, for each object. Thread-safe. */
public final class History<I, O> {
  private final Map<String, List<Operation<I, O>>> objects = new LinkedHashMap<>();

  public synchronized void add(String object, Operation<I, O> operation) {
    objects.computeIfAbsent(object, name -> new ArrayList<>()).add(operation);
  }

  public synchronized Map<String, List<Operation<I, O>>> objects() {
    Map<String, List<Operation<I, O>>> copy = new LinkedHashMap<>();
    objects.forEach((name, operations) -> copy.put(name, List.copyOf(operations)));
    return copy;
  }
}
