package io.cairn.examples.flights.verdict;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the sink has committed, as a multiset of lines, grouped by key. Read once by one thread,
 * then it does not change.
 */
public final class CommittedOutput {

  /** Of lines that make no sense so many are kept; all are counted. */
  private static final int MALFORMED_KEPT = 10;

  private static final int BUFFER_CHARACTERS = 1 << 16;

  private final SortedMap<Key, Lines> keys = new TreeMap<>();
  private final List<String> malformed = new ArrayList<>();
  private long malformedCount;
  private long updates;
  private long finals;
  private int files;

  /**
   * The lines of one key.
   *
   * @param finals what its last lines say; one, if all is well
   */
  record Lines(Updates updates, List<FinalValues> finals) {
    Lines() {
      this(new Updates(), new ArrayList<>());
    }
  }

  private CommittedOutput() {}

  /**
   * Reads every line of every file.
   *
   * @throws IOException if a file cannot be read; lines that make no sense are no error here, the
   *     verdict names them
   */
  public static CommittedOutput read(OutputFiles files) throws IOException {
    CommittedOutput output = new CommittedOutput();
    files.forEach(output::readFile);
    return output;
  }

  private void readFile(String name, InputStream content) throws IOException {
    files++;
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(content, StandardCharsets.UTF_8), BUFFER_CHARACTERS);
    long number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (!add(line.split(",", -1)) && malformedCount++ < MALFORMED_KEPT) {
        malformed.add(name + ":" + number + ": no line of this job: '" + line + "'");
      }
    }
  }

  /** Takes a line apart as the documents describe it; answers whether it has that form. */
  private boolean add(String[] fields) {
    try {
      if (fields.length == 7 && fields[0].equals("update")) {
        lines(fields)
            .updates()
            .add(number(fields[3]), number(fields[4]), number(fields[5]), number(fields[6]));
        updates++;
        return true;
      }
      if (fields.length == 8 && fields[0].equals("final")) {
        FinalValues values =
            new FinalValues(
                number(fields[3]), number(fields[4]), number(fields[5]), fields[6], fields[7]);
        lines(fields).finals().add(values);
        finals++;
        return true;
      }
      return false;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static long number(String field) {
    return Long.parseLong(field);
  }

  private Lines lines(String[] fields) {
    return keys.computeIfAbsent(new Key(fields[1], fields[2]), key -> new Lines());
  }

  /** How many {@code update} lines there are. */
  public long updates() {
    return updates;
  }

  /** How many {@code final} lines there are. */
  public long finals() {
    return finals;
  }

  /** How many files there are. */
  public int files() {
    return files;
  }

  /** How many keys there are. */
  public int keyCount() {
    return keys.size();
  }

  SortedMap<Key, Lines> keys() {
    return keys;
  }

  /** The first lines that make no sense, each with its file and number. */
  List<String> malformed() {
    return malformed;
  }

  long malformedCount() {
    return malformedCount;
  }
}
