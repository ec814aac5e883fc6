package io.cairn.coordinator.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FoundingTest {
  private static Optional<JsonNode> says(String json) throws Exception {
    return Optional.of(new ObjectMapper().readTree(json));
  }

  private static String obstacle(Map<String, Optional<JsonNode>> others) {
    return Founding.obstacle(Set.of("h:1"), others).orElse("");
  }

  @Test
  void all_members_must_say_that_they_hold_nothing() throws Exception {
    Optional<JsonNode> empty = says("{\"id\":\"c2\",\"empty\":true,\"members\":[\"h:1\"]}");
    assertEquals("", obstacle(Map.of()));
    assertEquals("", obstacle(Map.of("c2", empty)));
    String silent = obstacle(Map.of("c2", empty, "c3", Optional.empty()));
    assertTrue(silent.contains("silent: [c3]"), silent);
  }

  @Test
  void a_member_with_a_log_means_that_this_one_has_lost_its_own() throws Exception {
    String why =
        obstacle(Map.of("c2", says("{\"id\":\"c2\",\"empty\":false,\"clusterId\":\"k1\"}")));
    assertTrue(why.contains("c2 belongs to the cluster k1"), why);
    String odd = obstacle(Map.of("c2", says("{\"id\":\"c2\"}")));
    assertTrue(
        odd.contains("none is founded"), "what does not say that it is empty is not: " + odd);
  }

  @Test
  void another_member_at_the_address_is_a_mistake_in_the_lists() throws Exception {
    String why = obstacle(Map.of("c2", says("{\"id\":\"c3\",\"empty\":true}")));
    assertTrue(why.contains("at the address of c2 answers c3"), why);
  }

  @Test
  void the_lists_of_members_must_agree() throws Exception {
    String why =
        obstacle(Map.of("c2", says("{\"id\":\"c2\",\"empty\":true,\"members\":[\"h:2\"]}")));
    assertTrue(why.contains("here [h:1], at c2 [h:2]"), why);
  }
}
