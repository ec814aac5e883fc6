package io.cairn.simulation;

import static net.bytebuddy.matcher.ElementMatchers.none;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.pool.TypePool;

/** Loads the product and the simulator anew, some of their classes with a bug in them. */
final class PlantedClassLoader extends ClassLoader {
  private final Map<String, AsmVisitorWrapper> bugs;
  private final ClassLoader original = PlantedClassLoader.class.getClassLoader();
  private final ClassFileLocator locator = ClassFileLocator.ForClassLoader.of(original);

  PlantedClassLoader(Map<String, AsmVisitorWrapper> bugs) {
    super(PlantedClassLoader.class.getClassLoader());
    this.bugs = Map.copyOf(bugs);
  }

  /** Messages and stores have no bugs planted and know nothing of the rest: they are shared. */
  private static boolean isAnew(String name) {
    return name.startsWith("io.cairn.coordinator.")
        || name.startsWith("io.cairn.agent.")
        || (name.startsWith("io.cairn.simulation.") && !name.contains("PlantedBugsTest"));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      if (!isAnew(name)) {
        return super.loadClass(name, resolve);
      }
      try {
        byte[] bytes = bugs.containsKey(name) ? planted(name) : read(name);
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  private byte[] planted(String name) {
    return new ByteBuddy()
        .with(TypeValidation.DISABLED)
        .ignore(none()) // lambdas are synthetic, and may hold what is to be changed
        .redefine(TypePool.Default.of(locator).describe(name).resolve(), locator)
        .visit(bugs.get(name))
        .make()
        .getBytes();
  }

  private byte[] read(String name) throws IOException {
    try (InputStream in = original.getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new IOException("no class file of " + name);
      }
      return in.readAllBytes();
    }
  }
}
