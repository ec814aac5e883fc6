package io.cairn.agent.session;

import io.cairn.protocol.v1.AgentReport;
import io.cairn.protocol.v1.JobView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every report that no coordinator has confirmed yet, in the order it was made. A report stays
 * until its batch is confirmed or a job's view makes it void; after a {@link #reconnected} those
 * left are offered again, in order. A confirmed one is never offered again.
 *
 * <p>Batches of one process have growing numbers which are never used twice, so a confirmation can
 * only mean the batch it was written for. Not thread-safe: owned by the session's thread.
 */
public final class ReportOutbox {

  /**
   * Reports that may wait: no checkpoint starts without a leader, so at most 4 per task and running
   * checkpoint (started, local, ack or decline, commit), with 1,000 tasks, 8 checkpoints and room.
   */
  public static final int MAX_REPORTS = 65_536;

  /** In one batch; an ack is at most 1 KiB inline and about as much of segment names. */
  static final int MAX_BATCH_REPORTS = 2_048;

  /** A quarter of a frame, so that one large report never overflows it. */
  static final int MAX_BATCH_BYTES = 1 << 20;

  /** Batches sent and not confirmed; what comes meanwhile waits and goes together. */
  static final int MAX_BATCHES_IN_FLIGHT = 4;

  private static final long UNSENT = 0;

  private static final class Entry {
    final Report report;
    long batch = UNSENT;

    Entry(Report report) {
      this.report = report;
    }
  }

  /** Sent entries come first, in the order of their batches, then the unsent ones. */
  private final List<Entry> entries = new ArrayList<>();

  private long lastBatch;
  private int inFlight;
  private long lastConfirmed;

  /**
   * Keeps a report.
   *
   * @return false when the outbox is full and the report was not kept: the process cannot go on
   */
  public boolean add(Report report) {
    if (entries.size() >= MAX_REPORTS) {
      return false;
    }
    entries.add(new Entry(report));
    return true;
  }

  /** A new session began: what was sent before and not confirmed is to be sent again. */
  public void reconnected() {
    for (Entry entry : entries) {
      entry.batch = UNSENT;
    }
    inFlight = 0;
  }

  /**
   * The next batch to send now, with the reports in it; empty when there is none or too many fly.
   */
  public Optional<Batch> next() {
    if (inFlight >= MAX_BATCHES_IN_FLIGHT) {
      return Optional.empty();
    }
    AgentReport.Builder message = AgentReport.newBuilder();
    List<Report> reports = new ArrayList<>();
    long number = lastBatch + 1;
    int bytes = 0;
    boolean acksInside = false;
    AckRuns acks = new AckRuns(message);
    for (Entry entry : entries) {
      if (entry.batch != UNSENT) {
        continue;
      }
      bytes += entry.report.serializedSize() + 8;
      if (reports.size() >= MAX_BATCH_REPORTS || (bytes > MAX_BATCH_BYTES && !reports.isEmpty())) {
        break;
      }
      // In a batch statuses count before acks. A failure must not overtake an ack made before it.
      if (acksInside && entry.report instanceof Report.Status status && status.isFailure()) {
        break;
      }
      acksInside |= entry.report instanceof Report.Ack;
      entry.batch = number;
      if (entry.report instanceof Report.Ack ack) {
        acks.add(ack.ack());
      } else {
        entry.report.addTo(message);
      }
      reports.add(entry.report);
    }
    if (reports.isEmpty()) {
      return Optional.empty();
    }
    acks.close();
    lastBatch = number;
    inFlight++;
    return Optional.of(new Batch(message.setBatch(number).build(), List.copyOf(reports)));
  }

  /**
   * The coordinator's word that all batches of this session up to this one are in the log.
   *
   * @return the reports that are done with, in order; empty for a repeated or unknown number
   */
  public List<Report> confirmed(long batch) {
    if (batch <= lastConfirmed || batch > lastBatch) {
      return List.of();
    }
    lastConfirmed = batch;
    List<Report> done = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.batch == UNSENT || entry.batch > batch) {
        break;
      }
      done.add(entry.report);
    }
    entries.subList(0, done.size()).clear();
    countInFlight();
    return done;
  }

  /** Drops what the view makes void, sent or not. */
  public void drop(JobView view) {
    entries.removeIf(entry -> entry.report.isVoidUnder(view));
    countInFlight();
  }

  /** Reports that are neither confirmed nor void. */
  public int size() {
    return entries.size();
  }

  private void countInFlight() {
    long before = UNSENT;
    inFlight = 0;
    for (Entry entry : entries) {
      if (entry.batch == UNSENT) {
        return;
      }
      if (entry.batch != before) {
        inFlight++;
        before = entry.batch;
      }
    }
  }

  /**
   * What goes out as one message.
   *
   * @param message to send
   * @param reports in it, in the order they were made
   */
  public record Batch(AgentReport message, List<Report> reports) {}
}
