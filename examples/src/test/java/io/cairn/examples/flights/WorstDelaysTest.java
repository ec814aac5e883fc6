package io.cairn.examples.flights;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorstDelaysTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theListIsThatOfSortingAll(long seed) {
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<Integer> all = IntStream.range(0, 200).mapToObj(i -> random.nextInt(60) - 20).toList();
    List<Integer> worst = List.of();
    for (int i = 0; i < all.size(); i++) {
      int delay = all.get(i);
      if (WorstDelays.admits(worst, delay)) {
        worst = WorstDelays.with(worst, delay);
      }
      List<Integer> sorted = new java.util.ArrayList<>(all.subList(0, i + 1));
      sorted.sort(Collections.reverseOrder());
      assertEquals(sorted.subList(0, Math.min(5, sorted.size())), worst);
    }
  }
}
