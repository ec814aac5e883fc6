package io.cairn.process.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** One YAML mapping with its place in the file: values by key, and errors that name the place. */
final class ConfigNode {
  /** A key's node and its value's. */
  record Entry(Node key, Node value) {}

  private final String file;
  private final String path;
  private final MappingNode mapping;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  ConfigNode(String file, String path, MappingNode mapping) {
    this.file = file;
    this.path = path;
    this.mapping = mapping;
    for (NodeTuple tuple : mapping.getValue()) {
      Entry entry = new Entry(tuple.getKeyNode(), tuple.getValueNode());
      if (!(entry.key() instanceof ScalarNode scalar)) {
        throw fault(entry.key(), path, "a key should be a plain word");
      }
      Entry earlier = entries.putIfAbsent(scalar.getValue(), entry);
      if (earlier != null) {
        throw fault(
            entry.key(),
            pathOf(scalar.getValue()),
            "is given twice, first in line " + line(earlier.key()) + "; remove one");
      }
    }
  }

  Map<String, Entry> entries() {
    return entries;
  }

  /** The value's node, or null when the key is absent. A key without a value is an error. */
  @Nullable Node find(String key) {
    Entry entry = entries.get(key);
    if (entry == null) {
      return null;
    }
    if (Tag.NULL.equals(entry.value().getTag())) {
      throw fault(entry.key(), pathOf(key), "has no value; write one or remove the key");
    }
    return entry.value();
  }

  Node require(String key, String what) {
    Node node = find(key);
    if (node == null) {
      throw fault(mapping, pathOf(key), "is missing; it should be " + what);
    }
    return node;
  }

  ConfigException fault(String key, String what) {
    Entry entry = entries.get(key);
    return fault(entry == null ? mapping : entry.value(), pathOf(key), what);
  }

  ConfigException fault(Node node, String where, String what) {
    String prefix = where.isEmpty() ? "" : where + ": ";
    return new ConfigException(file + ":" + line(node) + ": " + oneLine(prefix + what));
  }

  ConfigException wrongType(Node node, String where, String what) {
    return fault(node, where, "should be " + what + ", not " + describe(node));
  }

  ConfigNode child(String where, Node node) {
    if (node instanceof MappingNode inner) {
      return new ConfigNode(file, where, inner);
    }
    throw wrongType(node, where, "a section of 'key: value' lines");
  }

  String scalar(String where, Node node, String what) {
    if (node instanceof ScalarNode scalar && !Tag.NULL.equals(scalar.getTag())) {
      return scalar.getValue();
    }
    throw wrongType(node, where, what);
  }

  String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** What a file holds may stand in a message, so that its line breaks would too. */
  static String oneLine(String text) {
    return text.replaceAll("[\\s\\p{Cntrl}\\u0080-\\u009f]+", " ").strip();
  }

  static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  private static String describe(Node node) {
    if (node instanceof MappingNode) {
      return "a section";
    }
    if (node instanceof SequenceNode) {
      return "a list";
    }
    String value = node instanceof ScalarNode scalar ? scalar.getValue() : "";
    return value.isEmpty() ? "empty" : "'" + value + "'";
  }
}
