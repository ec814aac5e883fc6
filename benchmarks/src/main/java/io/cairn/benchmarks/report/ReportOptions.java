package io.cairn.benchmarks.report;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a suite's report goes: options that all suites share, as a picocli mixin. One thread. */
public final class ReportOptions {
  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also write the report to a file, replacing an older one.")
  private @Nullable Path json;

  /** For picocli. */
  public ReportOptions() {}

  /**
   * Prints the report, and writes it where that is wanted.
   *
   * @throws IOException when the file cannot be written
   */
  public void publish(BenchReport report) throws IOException {
    report.print(System.out);
    if (json != null) {
      report.write(json);
    }
  }
}
