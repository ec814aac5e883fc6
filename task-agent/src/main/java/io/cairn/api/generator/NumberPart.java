package io.cairn.api.generator;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The numbers next, next + step, next + 2 step and so on. Of the task's thread. */
final class NumberPart {

  /** Into so many parts a checkpoint divides what an instance has left. */
  static final int PARTS = 8;

  private final long step;
  private long next;

  NumberPart(long next, long step) {
    this.next = next;
    this.step = step;
  }

  long next() {
    return next;
  }

  /** Goes to the next number, and gives it; the largest one at the end of all numbers. */
  long advance() {
    next = next > Long.MAX_VALUE - step ? Long.MAX_VALUE : next + step;
    return next;
  }

  byte[] encode() {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(next).putLong(step).array();
  }

  static NumberPart decode(byte[] octets) {
    if (octets.length == 2 * Long.BYTES) {
      ByteBuffer in = ByteBuffer.wrap(octets);
      NumberPart part = new NumberPart(in.getLong(), in.getLong());
      if (part.next >= 0 && part.step > 0) {
        return part;
      }
    }
    throw new IllegalArgumentException(
        "not a part of a generator's numbers: " + octets.length + " octets");
  }

  /** One part as several, which together have the same numbers; several parts stay as they are. */
  static List<NumberPart> divided(List<NumberPart> parts) {
    if (parts.size() != 1 || parts.get(0).step > Long.MAX_VALUE / PARTS) {
      return parts;
    }
    NumberPart whole = parts.get(0);
    List<NumberPart> divided = new ArrayList<>();
    NumberPart first = new NumberPart(whole.next, whole.step);
    for (int i = 0; i < PARTS; i++) {
      divided.add(new NumberPart(first.next, whole.step * PARTS));
      first.advance();
    }
    return divided;
  }

  /** The reverse, when all parts of one are there again: then the numbers come in order. */
  static void join(List<NumberPart> parts) {
    parts.sort(Comparator.comparingLong(NumberPart::next));
    if (parts.size() != PARTS || parts.get(0).step % PARTS != 0) {
      return;
    }
    NumberPart first = parts.get(0);
    long step = first.step / PARTS;
    for (int i = 0; i < PARTS; i++) {
      NumberPart part = parts.get(i);
      if (part.step != first.step || part.next != first.next + i * step) {
        return;
      }
    }
    parts.clear();
    parts.add(new NumberPart(first.next, step));
  }
}
