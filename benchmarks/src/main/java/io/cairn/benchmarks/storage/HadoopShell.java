package io.cairn.benchmarks.storage;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FsShell;
import org.apache.hadoop.util.ToolRunner;

/** Hadoop's own {@code hdfs dfs}, in this process: without the start of a JVM. */
final class HadoopShell {
  private static final String COPIES = "/copies";

  private final URI hdfs;

  HadoopShell(URI hdfs) {
    this.hdfs = hdfs;
  }

  /** Copies local files into a new directory of HDFS. */
  void put(List<Path> files, int streams) throws Exception {
    run("-mkdir", COPIES);
    List<String> command = new ArrayList<>(List.of("-put", "-t", Integer.toString(streams)));
    files.forEach(file -> command.add(file.toUri().toString()));
    command.add(COPIES);
    run(command.toArray(String[]::new));
  }

  /** Copies what {@link #put} copied into a local directory. */
  void get(Path directory, int streams) throws Exception {
    run("-get", "-t", Integer.toString(streams), COPIES, directory.toUri().toString());
  }

  void removeCopies() throws Exception {
    run("-rm", "-r", "-skipTrash", COPIES);
  }

  private void run(String... command) throws Exception {
    Configuration conf = new Configuration();
    conf.set("fs.defaultFS", hdfs.toString());
    conf.set("dfs.replication", "1");
    var out = System.out;
    int code = ToolRunner.run(new FsShell(conf), command);
    System.setOut(out);
    if (code != 0) {
      throw new IOException("hdfs dfs " + String.join(" ", command) + " answered " + code);
    }
  }
}
