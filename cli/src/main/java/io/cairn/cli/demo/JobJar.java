package io.cairn.cli.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The jar from which a class was loaded; made on the spot when it was a directory of classes. */
public final class JobJar {
  private JobJar() {}

  /**
   * The jar.
   *
   * @param scratch where to make one if need be
   */
  public static Path of(Class<?> job, Path scratch) throws IOException {
    Path source;
    try {
      source = Path.of(job.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException("where " + job.getName() + " lies cannot be found out", e);
    }
    return Files.isDirectory(source) ? pack(source, scratch.resolve("job.jar")) : source;
  }

  private static Path pack(Path classes, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        if (Files.isRegularFile(file)) {
          entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
          Files.copy(file, entries);
          entries.closeEntry();
        }
      }
    }
    return jar;
  }
}
