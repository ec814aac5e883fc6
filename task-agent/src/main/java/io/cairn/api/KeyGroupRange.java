package io.cairn.api;

/**
 * The key groups of one task, both ends included. Instance i of p over g key groups owns {@code
 * ceil(i*g/p)} to {@code ceil((i+1)*g/p) - 1}, as Apache Flink's {@code
 * KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex} has it.
 *
 * @param first the first key group, at least 0
 * @param last the last key group
 */
public record KeyGroupRange(int first, int last) {

  public KeyGroupRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("key groups " + first + " to " + last + ": no range");
    }
  }

  public boolean contains(int keyGroup) {
    return keyGroup >= first && keyGroup <= last;
  }
}
