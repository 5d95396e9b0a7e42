package io.roomwatch.agent.facts.macos;

import io.roomwatch.agent.facts.HostileInput;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class HostileInputTest {

  private static Map<String, Consumer<String>> parsers() {
    Map<String, Consumer<String>> all = new LinkedHashMap<>();
    all.put("macos/netstat-rn.txt", MacNetwork::routes);
    all.put("macos/route-get-default.txt", MacNetwork::defaultRoute);
    all.put("macos/ipconfig-getpacket.txt", t -> MacNetwork.lease("en0", t));
    all.put("macos/arp-an.txt", MacNetwork::arp);
    all.put("macos/ndp-an.txt", MacNetwork::ndp);
    all.put("macos/netstat-an-tcp.txt", t -> MacNetwork.sockets(t, 12345));
    all.put(
        "macos/scutil-dns.txt", text -> MacNetwork.resolvers(text, name -> OptionalInt.empty()));
    all.put("macos/scutil-proxy.txt", MacSettings::proxy);
    all.put("macos/scutil-proxy-pac.txt", MacSettings::proxy);
    all.put("macos/socketfilterfw-listapps.txt", t -> MacSettings.firewall(t, t, t, t));
    all.put("macos/airport.txt", MacSettings::wifi);
    return all;
  }

  @Test
  void garbledCapturesNeverThrow() {
    HostileInput.garbledCaptures(parsers());
  }

  @Test
  void hugeAndEmptyInputEndsSoon() {
    HostileInput.hugeAndEmpty(parsers());
  }
}
