package io.cairn.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Something that is done to the cluster, with what is measured of it. {@link #tick} is called every
 * few milliseconds by the demo's thread, after the new events have been taken.
 */
interface Fault {
  /** Looks at the facts and acts when it is time. */
  void tick(RunFacts facts);

  /** True when all has been done and measured. */
  boolean done();

  /** Why this run cannot count as shown, if so; asked when the run has ended. */
  Optional<String> failure();

  /** The name of the figures in the report: {@code leaderKill}. */
  String name();

  /** Adds what was measured. */
  void report(ObjectNode figures);

  /** A process that is down now, because of this; empty when there is none. */
  String down();
}
