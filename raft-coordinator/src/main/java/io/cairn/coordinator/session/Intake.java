package io.cairn.coordinator.session;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How the leader pushes back: what agents have sent and is not settled yet (a report is when it is
 * committed, or void) is counted, and above a bound no more is read from that agent's socket.
 * Nothing is dropped: the network holds it, then the agent. When half of it is settled, reading
 * goes on.
 *
 * <p>Netty may still hand over what its last read of the socket brought, 64 KiB at most.
 * Thread-safe.
 */
public final class Intake {
  /** Messages of one agent: one that waits for its confirmations has 4 reports on the way. */
  static final int MAX_MESSAGES = 128;

  /** Bytes of one agent: two of the largest frames. */
  static final long MAX_BYTES = 8L << 20;

  /** Bytes of all agents: some 300,000 acks of 200 bytes. */
  static final long MAX_TOTAL_BYTES = 64L << 20;

  private final Limits limits;
  private final Set<Share> waitForOthers = new LinkedHashSet<>();
  private long totalBytes;
  private long heldShares;
  private long pushBacks;

  /**
   * How much may wait.
   *
   * @param messages of one agent
   * @param bytes of one agent
   * @param totalBytes of all agents
   */
  public record Limits(int messages, long bytes, long totalBytes) {
    /** See the constants. */
    public static final Limits DEFAULT = new Limits(MAX_MESSAGES, MAX_BYTES, MAX_TOTAL_BYTES);

    /** Checks the ranges: one message must always come through. */
    public Limits {
      if (messages < 2 || bytes < 2 || totalBytes < 2) {
        throw new IllegalArgumentException(messages + ", " + bytes + ", " + totalBytes);
      }
    }
  }

  Intake(Limits limits) {
    this.limits = limits;
  }

  /** A connection's part; {@code reading} is told, under this object's lock, when to read. */
  Share open(Consumer<Boolean> reading) {
    return new Share(reading);
  }

  synchronized long totalBytes() {
    return totalBytes;
  }

  /** What is held back, for so many sessions. */
  synchronized SessionLoad load(long sessions) {
    return new SessionLoad(sessions, heldShares, totalBytes, pushBacks);
  }

  /** What of one connection waits. */
  final class Share {
    private final Consumer<Boolean> reading;
    private int messages;
    private long bytes;
    private boolean held;

    private Share(Consumer<Boolean> reading) {
      this.reading = reading;
    }

    /** A message of so many bytes has come. */
    void came(long size) {
      synchronized (Intake.this) {
        messages++;
        bytes += size;
        totalBytes += size;
        if (totalBytes >= limits.totalBytes()) {
          waitForOthers.add(this);
          hold();
        } else if (messages >= limits.messages() || bytes >= limits.bytes()) {
          hold();
        }
      }
    }

    /** One that came is dealt with. */
    void settled(long size) {
      synchronized (Intake.this) {
        messages--;
        bytes -= size;
        totalBytes -= size;
        resume();
        if (totalBytes <= limits.totalBytes() / 2) {
          List<Share> all = new ArrayList<>(waitForOthers);
          waitForOthers.clear();
          all.forEach(Share::resume);
        }
      }
    }

    /** Whether nothing is read from it now: then its silence is ours. */
    boolean isHeld() {
      synchronized (Intake.this) {
        return held;
      }
    }

    private void hold() {
      if (!held) {
        held = true;
        heldShares++;
        pushBacks++;
        reading.accept(false);
      }
    }

    private void resume() {
      boolean enoughSettled = messages <= limits.messages() / 2 && bytes <= limits.bytes() / 2;
      if (held && enoughSettled && !waitForOthers.contains(this)) {
        held = false;
        heldShares--;
        reading.accept(true);
      }
    }
  }
}
