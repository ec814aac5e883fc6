package io.cairn.storage.blob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Which of the settings counts: what Cairn's configuration names, else what the Hadoop
 * configuration directory says, else our own defaults, else Hadoop's.
 */
final class HadoopSettings {

  private static final List<String> FILES = List.of("core-site.xml", "hdfs-site.xml");

  private HadoopSettings() {}

  static Configuration of(Map<String, String> settings, Map<String, String> defaults)
      throws IOException {
    Map<String, String> named = new LinkedHashMap<>(settings);
    String directory = named.remove(BlobStores.HADOOP_CONF_DIR);
    Configuration site = site(directory == null ? System.getenv("HADOOP_CONF_DIR") : directory);
    Configuration all = new Configuration();
    site.forEach(property -> all.set(property.getKey(), property.getValue()));
    defaults.forEach(
        (key, value) -> {
          if (site.get(key) == null) {
            all.set(key, value);
          }
        });
    named.forEach(all::set);
    return all;
  }

  /** What the files of the directory say, and nothing else. */
  private static Configuration site(@Nullable String directory) throws IOException {
    Configuration site = new Configuration(false);
    if (directory == null || directory.isBlank()) {
      return site;
    }
    if (!Files.isDirectory(Path.of(directory))) {
      throw new IOException("the Hadoop configuration directory " + directory + " does not exist");
    }
    for (String name : FILES) {
      Path file = Path.of(directory, name);
      if (Files.exists(file)) {
        site.addResource(new org.apache.hadoop.fs.Path(file.toUri()));
      }
    }
    return site;
  }
}
