package io.cairn.coordinator.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.fasterxml.jackson.core.io.SerializedString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is kept is of the parts that were given, and of no others. */
final class RenderingsTest {
  private final Renderings kept = new Renderings(1_000);
  private final Object part = new Object();

  private static SerializedString never() {
    throw new AssertionError("it is here already");
  }

  @Test
  void aViewIsMadeOnceForTheSameParts() {
    SerializedString made = kept.of("view", List.of(part), () -> Map.of("a", 1));
    assertEquals("{\"a\":1}", made.getValue());
    assertSame(made, kept.of("view", List.of(part), RenderingsTest::never));
  }

  @Test
  void anEqualPartThatIsAnotherObjectIsAnotherPart() {
    String one = new String("part"); // its identity is what this is about
    String two = new String("part");
    SerializedString first = kept.of("view", List.of(one), () -> 1);
    SerializedString second = kept.of("view", List.of(two), () -> 2);
    assertEquals("1", first.getValue());
    assertEquals("2", second.getValue());
  }

  @Test
  void aPartMoreOrLessOrNoneIsAnotherView() {
    assertEquals("1", kept.of("view", List.of(part), () -> 1).getValue());
    assertEquals("2", kept.of("view", List.of(part, part), () -> 2).getValue());
    List<Object> none = new ArrayList<>(List.of(part));
    none.add(null);
    assertEquals("3", kept.of("view", none, () -> 3).getValue());
    assertEquals("3", kept.of("view", none, () -> never()).getValue());
    assertEquals("4", kept.of("view", List.of(part), () -> 4).getValue());
  }

  @Test
  void differentViewsOfTheSamePartsDoNotMix() {
    assertEquals("1", kept.of("one", List.of(part), () -> 1).getValue());
    assertEquals("2", kept.of("two", List.of(part), () -> 2).getValue());
    assertEquals("1", kept.of("one", List.of(part), () -> never()).getValue());
  }

  @Test
  void whatWasNotAskedForLongestGoesFirst() {
    String half = "x".repeat(450);
    SerializedString first = kept.of("first", List.of(part), () -> half);
    kept.of("second", List.of(part), () -> half);
    assertSame(first, kept.of("first", List.of(part), RenderingsTest::never));
    kept.of("third", List.of(part), () -> half);
    assertSame(first, kept.of("first", List.of(part), RenderingsTest::never));
    assertEquals("7", kept.of("second", List.of(part), () -> 7).getValue());
  }

  @Test
  void whatIsLargerThanTheBoundIsMadeEachTime() {
    String large = "x".repeat(1_001);
    SerializedString first = kept.of("large", List.of(part), () -> large);
    assertNotSame(first, kept.of("large", List.of(part), () -> large));
    assertEquals("8", kept.of("small", List.of(part), () -> 8).getValue());
    assertEquals("8", kept.of("small", List.of(part), () -> never()).getValue());
  }
}
