package io.cairn.agent.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PeerGraceTest {
  @Test
  void itIsLongerThanTheLeaseThatTheCoordinatorsSay() {
    PeerGrace grace = new PeerGrace();
    assertEquals(6_000, grace.millis());
    grace.lease(3_000);
    assertEquals(6_000, grace.millis());
    grace.lease(60_000);
    assertEquals(120_000, grace.millis());
  }
}
