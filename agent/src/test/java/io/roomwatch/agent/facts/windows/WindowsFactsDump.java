package io.roomwatch.agent.facts.windows;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Prints the facts of the Windows it runs on, one a line; {@link WindowsFactsIT} starts it. */
final class WindowsFactsDump {

  private WindowsFactsDump() {}

  /** Takes the addresses that count as this machine's own. */
  public static void main(String[] own) throws UnknownHostException {
    Set<InetAddress> addresses = new HashSet<>();
    for (String address : own) {
      addresses.add(InetAddress.getByName(address));
    }
    WindowsFacts facts =
        new WindowsFacts(
            new WindowsRegistry(),
            new WindowsFacts.Sources(WindowsWlanApi::open, List::of, () -> addresses),
            Optional::empty);
    facts.proxies().forEach(source -> System.out.println("proxy " + source));
    System.out.println("firewall " + facts.firewall(9090));
    System.out.println("resolvers " + facts.resolvers());
    System.out.println("reboot " + facts.pendingReboot());
    System.out.println("wifi " + facts.wifi());
    System.out.println("missing " + new WindowsRegistry().key("HKLM\\SOFTWARE\\Roomwatch\\None"));
  }
}
