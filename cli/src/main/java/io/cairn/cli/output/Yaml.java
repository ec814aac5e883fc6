package io.cairn.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.yaml.snakeyaml.DumperOptions;

/** A JSON tree as YAML, keys in the same order. */
final class Yaml {
  private static final ObjectMapper PLAIN = new ObjectMapper();

  private Yaml() {}

  static String of(JsonNode tree) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setSplitLines(false);
    options.setDereferenceAliases(true);
    return new org.yaml.snakeyaml.Yaml(options).dump(PLAIN.convertValue(tree, Object.class));
  }
}
