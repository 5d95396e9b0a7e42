package io.roomwatch.agent.check.cloud;

import static io.roomwatch.agent.check.FixedFacts.via;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.check.Bench;
import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.facts.ProxySource.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WayOutTest {

  private final Bench bench = new Bench();

  private String to(String host) {
    return WayOut.to(host, bench.context().config(), bench.context().facts())
        .map(server -> server.address().toString())
        .orElse("direct");
  }

  @Test
  void theProxyOfTheConfigurationIsTaken() {
    bench.proxy = new Cloud.Proxy.Fixed(new Cloud.HostPort("proxy.corp", 8080), Optional.empty());
    assertEquals("proxy.corp:8080", to("hooks.example.com"));
    bench.proxy = new Cloud.Proxy.None();
    assertEquals("direct", to("hooks.example.com"));
  }

  @Test
  void theProxyOfThisMachineIsTakenWithItsExceptions() {
    bench.facts.proxy(Kind.ENVIRONMENT, "roomwatch", via("proxy.corp", 8080, "alertmanager"));
    assertEquals("proxy.corp:8080", to("hooks.example.com"));
    assertEquals("direct", to("alertmanager"));
  }

  @Test
  void thisMachineItselfIsReachedDirectly() {
    bench.proxy = new Cloud.Proxy.Fixed(new Cloud.HostPort("proxy.corp", 8080), Optional.empty());
    for (String host :
        List.of("localhost", "LOCALHOST.", "am.localhost", "127.0.0.1", "127.8.9.1", "[::1]")) {
      assertEquals("direct", to(host), host);
    }
    for (String host : List.of("localhost.example.com", "128.0.0.1", "127.0.0.1.example.com")) {
      assertEquals("proxy.corp:8080", to(host), host);
    }
  }
}
