package io.cairn.benchmarks.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void aPercentileIsAValueThatWasMeasured() {
    Numbers numbers = new Numbers(List.of(5.0, 1.0, 3.0, 2.0, 4.0));
    assertEquals(3.0, numbers.percentile(50));
    assertEquals(5.0, numbers.percentile(99));
    assertEquals(1.0, numbers.percentile(0));
    assertEquals(5.0, numbers.max());
  }

  @Test
  void nothingMeasuredIsNoNumber() {
    assertThrows(IllegalArgumentException.class, () -> new Numbers(List.of()));
  }
}
