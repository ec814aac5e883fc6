package io.cairn.cli.hdfs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedHdfsIT {
  @TempDir Path dir;

  @Test
  void whatIsWrittenIsReadBack() throws Exception {
    try (EmbeddedHdfs hdfs = EmbeddedHdfs.start(dir)) {
      URI root = URI.create("hdfs://127.0.0.1:" + hdfs.port() + "/");
      Configuration conf = new Configuration();
      conf.set("dfs.replication", "1");
      try (FileSystem files = FileSystem.newInstance(root, conf);
          FSDataOutputStream out = files.create(new org.apache.hadoop.fs.Path("/out/part-1"))) {
        out.write("lines".getBytes(StandardCharsets.UTF_8));
        out.hsync();
      }
      Map<String, String> read = new TreeMap<>();
      HadoopFiles.forEach(
          root.resolve("/out"),
          Map.of(),
          (name, in) -> read.put(name, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
      assertEquals(Map.of("part-1", "lines"), read);
      HadoopFiles.forEach(root.resolve("/missing"), Map.of(), (name, in) -> read.clear());
      assertEquals(1, read.size());
    }
  }
}
