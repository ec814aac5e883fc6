package io.cairn.storage.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowOrderTest {
  private static final long SEED = 20_261_123;
  private static final int MOST = 512;

  /** The form of all rows: key group, length of the key, key. */
  @Test
  void rowsOfEqualLengthThatDifferInFourOctetsAreInTheirOrder() {
    Random random = new Random(SEED);
    RowOrder order = new RowOrder(MOST);
    for (int round = 0; round < 50; round++) {
      List<byte[]> rows = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(MOST); i++) {
        byte[] row = new byte[14];
        row[1] = (byte) random.nextInt(3);
        row[5] = 8;
        row[12] = (byte) random.nextInt(4);
        row[13] = (byte) random.nextInt();
        rows.add(row);
      }
      List<String> shown = IntStream.range(0, rows.size()).mapToObj(i -> shown(rows, i)).toList();
      // A stable sort: the writes of a row keep their order.
      List<String> expected =
          shown.stream().sorted(Comparator.comparing(row -> row.split(" ", -1)[0])).toList();
      assertEquals(expected, sorted(order, rows).map(shown::get), "seed " + SEED);
    }
  }

  @Test
  void writesOfARowKeepTheirOrderWhateverTheRowsAre() {
    Random random = new Random(SEED);
    RowOrder order = new RowOrder(MOST);
    for (int round = 0; round < 50; round++) {
      List<byte[]> rows = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(MOST); i++) {
        byte[] row = new byte[random.nextInt(12)];
        Arrays.fill(row, (byte) random.nextInt(2));
        rows.add(row);
      }
      List<Integer> places = sorted(order, rows).map(i -> i);
      assertEquals(
          IntStream.range(0, rows.size()).boxed().toList(), places.stream().sorted().toList());
      Map<String, Integer> newest = new HashMap<>();
      for (int place : places) {
        Integer before = newest.put(HexFormat.of().formatHex(rows.get(place)), place);
        assertTrue(before == null || before < place, "seed " + SEED);
      }
    }
  }

  /** The numbers of the rows in the order that comes out. */
  private record Sorted(List<Integer> numbers) {
    <T> List<T> map(java.util.function.IntFunction<T> shown) {
      return numbers.stream().map(shown::apply).toList();
    }
  }

  private static Sorted sorted(RowOrder order, List<byte[]> rows) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    order.clear();
    for (byte[] row : rows) {
      octets.write(0x77);
      order.add(octets.size(), row.length);
      octets.writeBytes(row);
    }
    order.sort(octets.toByteArray());
    return new Sorted(IntStream.range(0, rows.size()).map(order::write).boxed().toList());
  }

  private static String shown(List<byte[]> rows, int number) {
    return "%s %03d".formatted(HexFormat.of().formatHex(rows.get(number)), number);
  }
}
