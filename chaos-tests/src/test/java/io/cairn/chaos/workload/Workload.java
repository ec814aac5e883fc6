package io.cairn.chaos.workload;

import io.cairn.chaos.check.Verdict;
import java.util.List;

/** Work that the cluster does while faults strike. Of the thread that runs the rounds. */
public interface Workload {
  /** As people write it: {@code bank}. */
  String name();

  /** Begins; returns when it is under way. */
  void start(Site site) throws Exception;

  /** The jobs that it has in the cluster now. */
  List<ChaosJob> jobs();

  /** How much was done so far, in whatever unit; it only grows. */
  long progress();

  /** Ends it, which needs a healthy cluster, and says what it found. */
  List<Verdict> finish() throws Exception;
}
