package io.cairn.cli.cluster;

import io.cairn.process.ParentWatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of JVMs that run this JVM's class path with little memory and a quick start. */
final class ChildJvm {
  /** Quick to start on two cores; the long run of a compiled server does not matter here. */
  private static final List<String> QUICK_START =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private ChildJvm() {}

  /**
   * A command line.
   *
   * @param heapMegabytes the largest heap
   * @param scratch where it may put temporary files, such as unpacked native libraries
   */
  static List<String> command(int heapMegabytes, Path scratch, String main, List<String> args) {
    return command(quickStart(heapMegabytes), scratch, main, args);
  }

  /** Options for little memory and a quick start. */
  static List<String> quickStart(int heapMegabytes) {
    List<String> options = new ArrayList<>(QUICK_START);
    options.add("-Xmx" + heapMegabytes + "m");
    return options;
  }

  /** As above, with options instead of those for a quick start. */
  static List<String> command(List<String> options, Path scratch, String main, List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-Xshare:auto");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-XX:-UsePerfData");
    command.add("-Djava.io.tmpdir=" + scratch);
    command.add("-Dcom.google.protobuf.use_unsafe_pre22_gencode=true");
    command.add("-Dsofa.middleware.log.disable=true");
    command.add("-D" + ParentWatch.PROPERTY + "=" + ParentWatch.STDIN);
    for (String property : List.of("cairn.log.level", "cairn.log.others", "cairn.failpoints")) {
      String value = System.getProperty(property);
      boolean given = options.stream().anyMatch(each -> each.startsWith("-D" + property + "="));
      if (value != null && !given) {
        command.add("-D" + property + "=" + value);
      }
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main);
    command.addAll(args);
    return command;
  }
}
