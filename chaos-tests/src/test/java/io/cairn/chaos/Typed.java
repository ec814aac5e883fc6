package io.cairn.chaos;

import io.cairn.cli.CairnMain;
import io.cairn.cli.cluster.LocalCluster;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;

/**
 * A command and what it came to, as a person types it and reads it; run in this process.
 *
 * @param exit its code
 * @param out what it printed
 * @param err what it said on standard error
 */
record Typed(String command, int exit, String out, String err) {

  /** Runs {@code cairn WORDS} against all coordinators of a cluster. Any thread. */
  static Typed at(LocalCluster cluster, List<String> words) {
    List<String> all = new ArrayList<>(words);
    all.add("--coordinators");
    all.add(
        cluster.adminAddresses().stream().map(String::valueOf).collect(Collectors.joining(",")));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = CairnMain.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int exit = line.execute(all.toArray(String[]::new));
    return new Typed(String.join(" ", words), exit, out.toString(), err.toString());
  }

  /** All that was to be read. */
  String said() {
    return out + err;
  }
}
