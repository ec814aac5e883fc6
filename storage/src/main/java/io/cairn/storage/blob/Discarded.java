package io.cairn.storage.blob;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports failures of clean-ups, which have no caller to tell: what is left is an orphan. */
final class Discarded {

  private static final Logger LOG = LoggerFactory.getLogger(Discarded.class);

  private Discarded() {}

  static void failure(String action, String file, IOException failure) {
    LOG.warn("could not {} {}, which is left as an orphan: {}", action, file, failure.toString());
  }
}
