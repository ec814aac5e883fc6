package io.cairn.coordinator.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.process.tls.PeerName;
import io.cairn.protocol.v1.AgentHello;
import io.cairn.protocol.v1.Refused;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImpostorTest {
  private static final AgentHello A1 = AgentHello.newBuilder().setAgentId("a1").build();

  @Test
  void anAgentIsWhomItsCertificateNames() {
    PeerName own = new PeerName(PeerName.AGENT, "a1");
    assertTrue(Hello.impostor(A1, Optional.of(own)).isEmpty());
    assertTrue(Hello.impostor(A1, Optional.empty()).isEmpty(), "without TLS");
  }

  @Test
  void anAgentThatSpeaksForAnotherIsRefused() {
    for (String other : new String[] {"a2", "", "A1"}) {
      Optional<Refused> refusal =
          Hello.impostor(A1, Optional.of(new PeerName(PeerName.AGENT, other)));
      assertEquals(Refused.Code.CODE_MALFORMED, refusal.orElseThrow().getCode());
    }
  }
}
