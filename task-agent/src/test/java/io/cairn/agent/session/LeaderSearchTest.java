package io.cairn.agent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LeaderSearchTest {

  private final LeaderSearch search = new LeaderSearch(List.of("a:1", "b:1", "c:1"), List.of());

  @Test
  void at_first_every_coordinator_is_tried_at_once() {
    search.begin(0);
    assertEquals(List.of("a:1", "b:1", "c:1"), search.dial(0));
    assertEquals(List.of(), search.dial(1));
  }

  @Test
  void each_is_tried_again_within_a_hundred_milliseconds_though_another_hangs() {
    search.begin(0);
    search.dial(0);
    long lastTried = 0;
    search.failed("b:1", 0);
    for (long now = 0; now < 20_000; now += 25) {
      if (search.dial(now).contains("b:1")) {
        assertTrue(now - lastTried <= 100, "pause of " + (now - lastTried));
        lastTried = now;
        search.failed("b:1", now);
      }
    }
    assertTrue(lastTried > 19_000);
  }

  @Test
  void a_search_in_vain_is_worth_a_word_every_ten_seconds() {
    search.begin(0);
    assertFalse(search.complains(9_999));
    assertTrue(search.complains(10_000));
    assertFalse(search.complains(19_999));
    assertTrue(search.complains(20_000));
    assertEquals(20_000, search.searchingMillis(20_000));
  }

  @Test
  void one_that_never_answers_is_tried_anew() {
    search.begin(0);
    search.dial(0);
    assertEquals(3, search.dial(LeaderSearch.ANSWER_MILLIS).size());
  }

  @Test
  void a_hint_brings_an_attempt_forward_without_a_busy_loop() {
    search.begin(0);
    search.dial(0);
    search.failed("a:1", 0);
    search.dial(30);
    search.failed("a:1", 40); // pause is 50 now
    search.hinted("a:1", 41);
    assertEquals(List.of(), search.dial(50));
    assertEquals(List.of("a:1"), search.dial(66));
  }

  @Test
  void an_unknown_leader_is_tried_at_once() {
    search.begin(0);
    search.dial(0);
    search.hinted("d:1", 5);
    assertEquals(List.of("d:1"), search.dial(5));
  }

  @Test
  void members_replace_what_was_learnt_but_never_what_is_configured() {
    search.members(List.of("d:1", "e:1"));
    search.members(List.of("e:1"));
    assertEquals(
        new TreeSet<>(List.of("a:1", "b:1", "c:1", "e:1")), new TreeSet<>(search.addresses()));
  }

  @Test
  void after_half_a_minute_without_a_leader_it_slows_down() {
    search.begin(0);
    search.dial(0);
    search.failed("a:1", 31_000);
    assertTrue(search.dial(31_020).stream().allMatch(a -> !a.equals("a:1")));
    search.dial(31_100);
    search.failed("a:1", 31_100);
    assertEquals(List.of(), search.dial(31_300));
    assertEquals(List.of("a:1"), search.dial(31_350));
  }
}
