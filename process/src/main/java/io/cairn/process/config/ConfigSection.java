package io.cairn.process.config;

import io.cairn.process.HostPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The keys of one section of a configuration file. A process asks for each key it knows and calls
 * {@link #rejectUnknownKeys} at the end: what it did not ask for is then an error.
 *
 * <p>Every method throws {@link ConfigException} with file, line and key when the value is missing
 * (and no default is given), of the wrong type, or out of range. Not thread-safe; read at startup.
 */
public final class ConfigSection {
  private final ConfigNode node;
  private final Set<String> known = new LinkedHashSet<>();
  private final List<ConfigSection> children = new ArrayList<>();

  ConfigSection(ConfigNode node) {
    this.node = node;
  }

  /** True when the key is in the file. */
  public boolean has(String key) {
    known.add(key);
    return node.entries().containsKey(key);
  }

  /** A required text. Numbers and booleans are read as they are written. */
  public String text(String key) {
    known.add(key);
    String value = node.scalar(node.pathOf(key), require(key, "a text"), "a text");
    if (value.isBlank()) {
      throw invalid(key, "should not be blank");
    }
    return value;
  }

  /** A text, or {@code otherwise} when the key is absent. */
  public String text(String key, String otherwise) {
    return has(key) ? text(key) : otherwise;
  }

  /** A whole number within {@code min..max}, required. */
  public int integer(String key, int min, int max) {
    return (int) number(key, min, max);
  }

  /** A whole number within {@code min..max}, or {@code otherwise} when the key is absent. */
  public int integer(String key, int min, int max, int otherwise) {
    return has(key) ? integer(key, min, max) : otherwise;
  }

  /** A whole number within {@code min..max}, required. */
  public long number(String key, long min, long max) {
    known.add(key);
    String what = "a whole number in " + min + ".." + max;
    Node value = require(key, what);
    if (!(value instanceof ScalarNode scalar) || !Tag.INT.equals(value.getTag())) {
      throw node.wrongType(value, node.pathOf(key), what);
    }
    String digits = scalar.getValue().replace("_", "");
    long number;
    try {
      number = Long.decode(digits.startsWith("0") && digits.length() > 1 ? "x" : digits);
    } catch (NumberFormatException e) {
      throw node.wrongType(value, node.pathOf(key), what + " in decimal digits");
    }
    if (number < min || number > max) {
      throw node.wrongType(value, node.pathOf(key), what);
    }
    return number;
  }

  /** A whole number within {@code min..max}, or {@code otherwise} when the key is absent. */
  public long number(String key, long min, long max, long otherwise) {
    return has(key) ? number(key, min, max) : otherwise;
  }

  /** A duration in milliseconds (the key says so at its end), or {@code otherwise}. */
  public Duration millis(String key, Duration min, Duration max, Duration otherwise) {
    return Duration.ofMillis(number(key, min.toMillis(), max.toMillis(), otherwise.toMillis()));
  }

  /** {@code true} or {@code false}, or {@code otherwise} when the key is absent. */
  public boolean bool(String key, boolean otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    Node value = require(key, "true or false");
    String word = value instanceof ScalarNode scalar ? scalar.getValue() : "";
    if (!Tag.BOOL.equals(value.getTag()) || !(word.equals("true") || word.equals("false"))) {
      throw node.wrongType(value, node.pathOf(key), "true or false");
    }
    return word.equals("true");
  }

  /** A required {@code host:port}. */
  public HostPort hostPort(String key) {
    try {
      return HostPort.parse(text(key));
    } catch (IllegalArgumentException e) {
      throw invalid(key, e.getMessage() + " (for example \"127.0.0.1:7101\")");
    }
  }

  /** A required section. */
  public ConfigSection section(String key) {
    known.add(key);
    Node value = require(key, "a section of 'key: value' lines");
    return adopt(node.child(node.pathOf(key), value));
  }

  /** A section, if it is there. */
  public Optional<ConfigSection> sectionIfPresent(String key) {
    return has(key) ? Optional.of(section(key)) : Optional.empty();
  }

  /** A required list of at least one section. */
  public List<ConfigSection> sections(String key) {
    List<ConfigSection> result = new ArrayList<>();
    for (Node item : items(key, "a list of sections")) {
      result.add(adopt(node.child(node.pathOf(key) + "[" + result.size() + "]", item)));
    }
    return List.copyOf(result);
  }

  /** A required list of at least one text. */
  public List<String> texts(String key) {
    List<String> result = new ArrayList<>();
    for (Node item : items(key, "a list of texts")) {
      result.add(node.scalar(node.pathOf(key) + "[" + result.size() + "]", item, "a text"));
    }
    return List.copyOf(result);
  }

  /** A section whose keys are free, as texts in the order of the file; empty when it is absent. */
  public Map<String, String> textMap(String key) {
    Map<String, String> result = new LinkedHashMap<>();
    if (has(key)) {
      ConfigNode inner = node.child(node.pathOf(key), require(key, "a section"));
      for (Map.Entry<String, ConfigNode.Entry> entry : inner.entries().entrySet()) {
        String where = inner.pathOf(entry.getKey());
        result.put(entry.getKey(), inner.scalar(where, entry.getValue().value(), "a text"));
      }
    }
    return result;
  }

  /** Rejects every key, here and in the sections handed out, that was never asked for. */
  public void rejectUnknownKeys() {
    for (Map.Entry<String, ConfigNode.Entry> entry : node.entries().entrySet()) {
      if (!known.contains(entry.getKey())) {
        String hint =
            NearestWord.of(entry.getKey(), known)
                .map(word -> "did you mean '" + word + "'?")
                .orElse("the keys here are: " + String.join(", ", known));
        throw node.fault(
            entry.getValue().key(), node.pathOf(entry.getKey()), "is not a known key; " + hint);
      }
    }
    children.forEach(ConfigSection::rejectUnknownKeys);
  }

  /** For values that only the asker can judge (a port in use): to be thrown; names the place. */
  public ConfigException invalid(String key, String what) {
    return node.fault(key, what);
  }

  /** A missing key may be there with a typing error: then the line names that one too. */
  private Node require(String key, String what) {
    if (node.entries().containsKey(key)) {
      return node.require(key, what);
    }
    Set<String> others = new LinkedHashSet<>(node.entries().keySet());
    others.removeAll(known);
    String hint =
        NearestWord.of(key, others).map(other -> "; is '" + other + "' meant for it?").orElse("");
    throw node.fault(key, "is missing; it should be " + what + hint);
  }

  private List<Node> items(String key, String what) {
    known.add(key);
    Node value = require(key, what);
    if (!(value instanceof SequenceNode list)) {
      throw node.wrongType(value, node.pathOf(key), what);
    }
    if (list.getValue().isEmpty()) {
      throw invalid(key, "should not be empty; it should be " + what);
    }
    return list.getValue();
  }

  private ConfigSection adopt(ConfigNode child) {
    ConfigSection section = new ConfigSection(child);
    children.add(section);
    return section;
  }
}
