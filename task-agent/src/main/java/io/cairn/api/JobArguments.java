package io.cairn.api;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What was given at submission as {@code name=value}. Immutable. */
public final class JobArguments {
  private final Map<String, String> values;

  private JobArguments(Map<String, String> values) {
    this.values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  public static JobArguments of(Map<String, String> values) {
    return new JobArguments(values);
  }

  public static JobArguments none() {
    return new JobArguments(Map.of());
  }

  /** All arguments in the order of their names. */
  public Map<String, String> asMap() {
    return values;
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  /**
   * The value of a required argument.
   *
   * @throws JobDefinitionException if it is missing
   */
  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new JobDefinitionException("argument '" + name + "' is missing: give " + name + "=…");
    }
    return value;
  }

  public String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /**
   * A whole number within {@code [min, max]}; {@code otherwise} if the argument is missing.
   *
   * @throws JobDefinitionException if the value is no whole number or out of range
   */
  public long integer(String name, long min, long max, long otherwise) {
    String value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(value.trim());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The answer is the same as for a number out of range.
    }
    throw new JobDefinitionException(
        "argument '"
            + name
            + "': '"
            + value
            + "' is not a whole number from "
            + min
            + " to "
            + max);
  }

  /**
   * {@code true} or {@code false}; {@code otherwise} if the argument is missing.
   *
   * @throws JobDefinitionException if the value is neither
   */
  public boolean bool(String name, boolean otherwise) {
    String value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new JobDefinitionException(
              "argument '" + name + "': '" + value + "' is neither true nor false");
    };
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
