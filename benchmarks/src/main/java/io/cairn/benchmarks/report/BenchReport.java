package io.cairn.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a suite: {@code figures} by key, and beside them {@code limits} (what the machine
 * or a peer gave in the same run), {@code settings}, {@code details} (distributions, curves) and
 * the machine. Used by one thread.
 */
public final class BenchReport {
  private final String suite;
  private final Map<String, Double> figures = new LinkedHashMap<>();
  private final Map<String, Target> targets = new LinkedHashMap<>();
  private final Map<String, Double> limits = new LinkedHashMap<>();
  private final Map<String, Object> settings = new LinkedHashMap<>();
  private final Map<String, Object> details = new LinkedHashMap<>();

  /**
   * An empty report.
   *
   * @param suite the name of the suite, as on the command line
   */
  public BenchReport(String suite) {
    this.suite = suite;
  }

  /** Adds a figure; a target of null says that there is none. The unit ends the key. */
  public void figure(String key, double value, @Nullable Target target) {
    figures.put(key, value);
    if (target != null) {
      targets.put(key, target);
    }
  }

  /** Adds a limit measured in the same run: raw disk, raw library, peer. */
  public void limit(String key, double value) {
    limits.put(key, value);
  }

  /** Adds a setting of the run. */
  public void setting(String key, Object value) {
    settings.put(key, value);
  }

  /** Adds something that is no single number: maps, lists and numbers only. */
  public void detail(String key, Object value) {
    details.put(key, value);
  }

  /** Prints the figures beside their targets, for 80 columns. */
  public void print(PrintStream out) {
    out.printf(Locale.ROOT, "%nbench %s%n", suite);
    Machine.facts().forEach((key, value) -> out.printf(Locale.ROOT, "  %-18s %s%n", key, value));
    settings.forEach((key, value) -> out.printf(Locale.ROOT, "  %-18s %s%n", key, value));
    out.printf(Locale.ROOT, "%n%-38s %14s  %-14s%n", "figure", "value", "target");
    figures.forEach(
        (key, value) -> {
          Target target = targets.get(key);
          String judged =
              target == null ? "" : target + (target.reachedBy(value) ? "  reached" : "  MISSED");
          out.printf(Locale.ROOT, "%-38s %14s  %s%n", key, Target.digits(value), judged);
        });
    limits.forEach(
        (key, value) ->
            out.printf(Locale.ROOT, "%-38s %14s  (limit)%n", key, Target.digits(value)));
    out.flush();
  }

  /**
   * Writes the JSON file, replacing an older one.
   *
   * @throws IOException when it cannot be written
   */
  public void write(Path file) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("suite", suite);
    all.put("figures", figures);
    Map<String, String> bounds = new LinkedHashMap<>();
    targets.forEach((key, target) -> bounds.put(key, target.toString()));
    all.put("targets", bounds);
    all.put("limits", limits);
    all.put("settings", settings);
    all.put("machine", Machine.facts());
    all.put("details", details);
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    Files.write(file, mapper.writeValueAsBytes(all));
  }
}
