package io.cairn.cli.demo;

import java.util.List;

/** Tells a person what happens. One thread at a time. */
interface Narrator extends AutoCloseable {
  /** Something that happened and stays readable. */
  void say(String line);

  /** How things are now; replaces what the last call said. */
  void status(List<String> lines);

  /** Leaves the terminal as it should be. */
  @Override
  void close();
}
