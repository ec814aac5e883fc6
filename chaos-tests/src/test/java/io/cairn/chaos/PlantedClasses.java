package io.cairn.chaos;

import static net.bytebuddy.matcher.ElementMatchers.none;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.pool.TypePool;

/**
 * Shipped classes with bugs in them, for processes that this JVM starts: they find these first.
 * Until it is closed. Of one thread.
 */
public final class PlantedClasses implements AutoCloseable {
  private static final String CLASS_PATH = "java.class.path";

  private final Path directory;
  private final String before;

  private PlantedClasses(Path directory, String before) {
    this.directory = directory;
    this.before = before;
  }

  /** None yet. */
  public static PlantedClasses in(Path directory) {
    String classPath = System.getProperty(CLASS_PATH);
    System.setProperty(CLASS_PATH, directory + File.pathSeparator + classPath);
    return new PlantedClasses(directory, classPath);
  }

  /** Writes the class with the bug in it. */
  public PlantedClasses plant(String name, AsmVisitorWrapper bug) throws IOException {
    ClassFileLocator locator =
        ClassFileLocator.ForClassLoader.of(PlantedClasses.class.getClassLoader());
    Map<?, File> written =
        new ByteBuddy()
            .with(TypeValidation.DISABLED)
            .ignore(none())
            .redefine(TypePool.Default.of(locator).describe(name).resolve(), locator)
            .visit(bug)
            .make()
            .saveIn(directory.toFile());
    if (written.isEmpty()) {
      throw new IOException(name + " was not written to " + directory);
    }
    return this;
  }

  @Override
  public void close() {
    System.setProperty(CLASS_PATH, before);
  }
}
