package io.cairn.agent.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** A job's jar, made of the compiled test classes of one package. */
final class JobJarFixture {

  private JobJarFixture() {}

  /**
   * Puts the jar with the package of {@code entry} where a coordinator would.
   *
   * @return its SHA-256
   */
  static String publish(Class<?> entry, Path blobStore) throws Exception {
    byte[] jar = jarOf(entry);
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar));
    Path file = blobStore.resolve("jars").resolve(sha256 + ".jar");
    Files.createDirectories(file.getParent());
    Files.write(file, jar);
    return sha256;
  }

  private static byte[] jarOf(Class<?> entry) throws IOException, URISyntaxException {
    Path classes = Path.of(entry.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path directory = classes.resolve(entry.getPackageName().replace('.', '/'));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes);
        Stream<Path> files = Files.list(directory)) {
      for (Path file : List.copyOf(files.sorted().toList())) {
        jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, jar);
        jar.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
