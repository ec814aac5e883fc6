package io.cairn.cli.cluster;

import io.cairn.process.ParentWatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of JVMs that run this JVM's class path with little memory and a quick start. */
final class ChildJvm {
  private ChildJvm() {}

  /**
   * A command line.
   *
   * @param heapMegabytes the largest heap
   * @param scratch where it may put temporary files, such as unpacked native libraries
   */
  static List<String> command(int heapMegabytes, Path scratch, String main, List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heapMegabytes + "m");
    // Quick to start on two cores; the long run of a compiled server does not matter here.
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.add("-Xshare:auto");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-XX:-UsePerfData");
    command.add("-Djava.io.tmpdir=" + scratch);
    command.add("-Dcom.google.protobuf.use_unsafe_pre22_gencode=true");
    command.add("-Dsofa.middleware.log.disable=true");
    command.add("-D" + ParentWatch.PROPERTY + "=" + ParentWatch.STDIN);
    for (String property : List.of("cairn.log.level", "cairn.log.others", "cairn.failpoints")) {
      String value = System.getProperty(property);
      if (value != null) {
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
