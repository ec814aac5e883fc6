package io.cairn.coordinator.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is kept is of the parts that were given, and of no others. */
final class RenderingsTest {
  private final Renderings kept = new Renderings(1_000);
  private final Object part = new Object();

  private static Json never() {
    throw new AssertionError("it is here already");
  }

  @Test
  void aViewIsMadeOnceForTheSameParts() {
    Json made = kept.of("view", List.of(part), () -> Map.of("a", 1));
    assertEquals("{\"a\":1}", made.toString());
    assertSame(made, kept.of("view", List.of(part), RenderingsTest::never));
  }

  @Test
  void anEqualPartThatIsAnotherObjectIsAnotherPart() {
    String one = new String("part"); // its identity is what this is about
    String two = new String("part");
    Json first = kept.of("view", List.of(one), () -> 1);
    Json second = kept.of("view", List.of(two), () -> 2);
    assertEquals("1", first.toString());
    assertEquals("2", second.toString());
  }

  @Test
  void aPartMoreOrLessOrNoneIsAnotherView() {
    assertEquals("1", kept.of("view", List.of(part), () -> 1).toString());
    assertEquals("2", kept.of("view", List.of(part, part), () -> 2).toString());
    List<Object> none = new ArrayList<>(List.of(part));
    none.add(null);
    assertEquals("3", kept.of("view", none, () -> 3).toString());
    assertEquals("3", kept.of("view", none, () -> never()).toString());
    assertEquals("4", kept.of("view", List.of(part), () -> 4).toString());
  }

  @Test
  void differentViewsOfTheSamePartsDoNotMix() {
    assertEquals("1", kept.of("one", List.of(part), () -> 1).toString());
    assertEquals("2", kept.of("two", List.of(part), () -> 2).toString());
    assertEquals("1", kept.of("one", List.of(part), () -> never()).toString());
  }

  @Test
  void whatWasNotAskedForLongestGoesFirst() {
    String half = "x".repeat(450);
    Json first = kept.of("first", List.of(part), () -> half);
    kept.of("second", List.of(part), () -> half);
    assertSame(first, kept.of("first", List.of(part), RenderingsTest::never));
    kept.of("third", List.of(part), () -> half);
    assertSame(first, kept.of("first", List.of(part), RenderingsTest::never));
    assertEquals("7", kept.of("second", List.of(part), () -> 7).toString());
  }

  @Test
  void whatIsLargerThanTheBoundIsMadeEachTime() {
    String large = "x".repeat(1_001);
    Json first = kept.of("large", List.of(part), () -> large);
    assertNotSame(first, kept.of("large", List.of(part), () -> large));
    assertEquals("8", kept.of("small", List.of(part), () -> 8).toString());
    assertEquals("8", kept.of("small", List.of(part), () -> never()).toString());
  }

  @Test
  void whatIsKeptIsPartOfOthersAsItIs() {
    Json inner = kept.of("inner", List.of(part), () -> Map.of("name", "é\"\n"));
    assertEquals("{\"name\":\"é\\\"\\n\"}", inner.toString());
    assertEquals("{\"a\":" + inner + "}", Json.of(Map.of("a", inner)).toString());
    assertEquals("[" + inner + "," + inner + "]", Json.of(List.of(inner, inner)).toString());
  }
}
