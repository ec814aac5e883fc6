package io.cairn.process.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads a YAML file into its outermost section. */
public final class ConfigFile {
  /** A configuration is some dozens of lines; what is larger is another file named by mistake. */
  private static final long MAX_BYTES = 1 << 20;

  private ConfigFile() {}

  /**
   * Reads the whole file.
   *
   * @throws ConfigException when it is missing, unreadable, empty, or not one YAML mapping
   */
  public static ConfigSection read(Path file) {
    return parse(file.toString(), text(file));
  }

  /**
   * Reads a text that came from elsewhere; {@code name} stands for the file in messages.
   *
   * @throws ConfigException when the text is empty, or not one YAML mapping
   */
  public static ConfigSection parse(String name, String text) {
    Node root = compose(name, text);
    if (root == null) {
      throw new ConfigException(name + ": the file is empty; it should hold 'key: value' lines");
    }
    if (root instanceof MappingNode mapping) {
      return new ConfigSection(new ConfigNode(name, "", mapping));
    }
    throw new ConfigException(
        name + ":" + ConfigNode.line(root) + ": the file should hold 'key: value' lines");
  }

  private static String text(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new ConfigException(file + ": is a directory; name the configuration file");
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new ConfigException(file + ": is larger than 1 MiB; is it a configuration file?");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + ": the configuration file does not exist");
    } catch (AccessDeniedException e) {
      throw new ConfigException(file + ": the configuration file may not be read by this user");
    } catch (CharacterCodingException e) {
      throw new ConfigException(file + ": the configuration file is not UTF-8 text");
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e.getMessage());
    }
  }

  private static @Nullable Node compose(String name, String text) {
    LoaderOptions options = new LoaderOptions();
    try {
      return new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options)
          .getSingleNode();
    } catch (MarkedYAMLException e) {
      String line = e.getProblemMark() == null ? "" : ":" + (e.getProblemMark().getLine() + 1);
      throw new ConfigException(name + line + ": not YAML: " + ConfigNode.oneLine(e.getProblem()));
    } catch (YAMLException e) {
      throw new ConfigException(
          name + ": not YAML: " + ConfigNode.oneLine(String.valueOf(e.getMessage())));
    }
  }
}
