package io.cairn.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code cairn --version} prints: the version that Maven put into the jar. */
final class Version implements IVersionProvider {
  private static final String RESOURCE = "/META-INF/maven/io.cairn/cairn-cli/pom.properties";

  @Override
  public String[] getVersion() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
      if (in != null) {
        properties.load(in);
      }
    }
    String java = System.getProperty("java.vendor") + " " + Runtime.version();
    return new String[] {
      "cairn " + properties.getProperty("version", "(not packaged)"), "java " + java
    };
  }
}
