package io.cairn.coordinator.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.sofa.jraft.rpc.ClientService;
import com.alipay.sofa.jraft.util.Endpoint;
import io.cairn.process.HostPort;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PeerGreetingTest {
  private static final HostPort SELF = new HostPort("127.0.0.1", 1);
  private static final HostPort DEAD = new HostPort("127.0.0.1", 2);
  private static final HostPort LIVE = new HostPort("127.0.0.1", 3);

  private final Map<Integer, Integer> attempts = new ConcurrentHashMap<>();
  private final Set<Integer> refusing = ConcurrentHashMap.newKeySet();
  private final CountDownLatch refused = new CountDownLatch(2);

  /** Only what a greeting asks of it. */
  private final ClientService client =
      (ClientService)
          Proxy.newProxyInstance(
              ClientService.class.getClassLoader(),
              new Class<?>[] {ClientService.class},
              (proxy, method, arguments) -> {
                int port = ((Endpoint) arguments[0]).getPort();
                return switch (method.getName()) {
                  case "isConnected" -> attempts.containsKey(port) && !refusing.contains(port);
                  case "connect" -> connect(port);
                  default -> throw new UnsupportedOperationException(method.getName());
                };
              });

  private boolean connect(int port) {
    attempts.merge(port, 1, Integer::sum);
    if (refusing.contains(port)) {
      refused.countDown();
      return false;
    }
    return true;
  }

  @Test
  void eachOtherCoordinatorIsConnectedOnce() {
    new PeerGreeting(client, SELF, () -> List.of(SELF, DEAD, LIVE)).run();
    assertEquals(Map.of(DEAD.port(), 1, LIVE.port(), 1), attempts);
  }

  @Test
  void whoDoesNotAnswerIsTriedAgainAndTheRestAreLeftAlone() throws Exception {
    refusing.add(DEAD.port());
    PeerGreeting greeting = new PeerGreeting(client, SELF, () -> List.of(DEAD, LIVE, SELF));
    Thread thread = new Thread(greeting);
    thread.start();
    assertTrue(refused.await(60, TimeUnit.SECONDS));
    refusing.clear();
    thread.join(60_000);
    assertFalse(thread.isAlive());
    assertEquals(1, attempts.get(LIVE.port()));
    assertFalse(attempts.containsKey(SELF.port()));
  }

  @Test
  void aStoppedOneEnds() throws Exception {
    refusing.add(DEAD.port());
    PeerGreeting greeting = new PeerGreeting(client, SELF, () -> List.of(DEAD));
    Thread thread = new Thread(greeting);
    thread.start();
    greeting.stop();
    thread.join(60_000);
    assertFalse(thread.isAlive());
  }
}
