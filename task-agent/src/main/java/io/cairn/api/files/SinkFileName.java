package io.cairn.api.files;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a transaction's file: it tells whose it is, and is never used twice. The parts are
 * separated by dots, which operator ids do not contain.
 *
 * @param owner which task of which job wrote it
 * @param attempt of the job that wrote it
 */
record SinkFileName(Owner owner, long attempt, long sequence, String unique) {

  private static final Pattern FORM =
      Pattern.compile(
          "job-(\\d{1,18})\\.([a-z0-9_-]{1,64})\\.(\\d{1,9})\\.(\\d{1,18})\\.(\\d{1,18})"
              + "\\.([0-9a-f]{16})\\.txt");

  /** One instance of a sink. */
  record Owner(long jobId, String operatorId, int instance) {}

  static SinkFileName next(Owner owner, long attempt, long sequence) {
    String random = String.format("%016x", UUID.randomUUID().getMostSignificantBits());
    return new SinkFileName(owner, attempt, sequence, random);
  }

  /** Reads a name; empty if it is no transaction's. */
  static Optional<SinkFileName> parse(String name) {
    Matcher form = FORM.matcher(name);
    if (!form.matches()) {
      return Optional.empty();
    }
    Owner owner =
        new Owner(Long.parseLong(form.group(1)), form.group(2), Integer.parseInt(form.group(3)));
    return Optional.of(
        new SinkFileName(
            owner, Long.parseLong(form.group(4)), Long.parseLong(form.group(5)), form.group(6)));
  }

  @Override
  public String toString() {
    return "job-"
        + owner.jobId()
        + "."
        + owner.operatorId()
        + "."
        + owner.instance()
        + "."
        + attempt
        + "."
        + sequence
        + "."
        + unique
        + ".txt";
  }
}
