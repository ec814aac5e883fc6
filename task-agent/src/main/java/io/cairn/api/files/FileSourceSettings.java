package io.cairn.api.files;

import java.net.URI;

/**
 * What a {@link FileSource} reads, and how. Immutable: each method returns settings with one thing
 * changed.
 *
 * @param file {@code file:///…} or {@code hdfs://…}
 * @param parser makes a record of each line
 * @param headerLines at the top of the file, left out in each pass
 * @param repeat how often the file is read, at least 1
 * @param ratePerSecond records of each instance, about; 0: as fast as possible
 * @param brokenLines what to do about lines that the parser refuses
 * @param <T> the record type
 */
public record FileSourceSettings<T>(
    URI file,
    LineParser<T> parser,
    int headerLines,
    long repeat,
    double ratePerSecond,
    BrokenLines brokenLines) {

  public FileSourceSettings {
    String path = file.getPath();
    if (file.getScheme() == null || path == null || path.endsWith("/") || !path.startsWith("/")) {
      throw new IllegalArgumentException(
          "'" + file + "' names no file; write file:///path or hdfs://host:port/path");
    }
    if (headerLines < 0 || repeat < 1 || !(ratePerSecond >= 0)) {
      throw new IllegalArgumentException(
          "header lines " + headerLines + ", repeat " + repeat + ", rate " + ratePerSecond);
    }
  }

  FileSourceSettings(URI file, LineParser<T> parser) {
    this(file, parser, 0, 1, 0, BrokenLines.FAIL);
  }

  public FileSourceSettings<T> headerLines(int lines) {
    return new FileSourceSettings<>(file, parser, lines, repeat, ratePerSecond, brokenLines);
  }

  public FileSourceSettings<T> repeat(long times) {
    return new FileSourceSettings<>(file, parser, headerLines, times, ratePerSecond, brokenLines);
  }

  public FileSourceSettings<T> ratePerSecond(double records) {
    return new FileSourceSettings<>(file, parser, headerLines, repeat, records, brokenLines);
  }

  public FileSourceSettings<T> onBrokenLine(BrokenLines policy) {
    return new FileSourceSettings<>(file, parser, headerLines, repeat, ratePerSecond, policy);
  }

  /** A source of its own for one task. */
  public FileSource<T> build() {
    return new FileSource<>(this);
  }

  URI directory() {
    return file.resolve(".");
  }

  String fileName() {
    String path = file.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
