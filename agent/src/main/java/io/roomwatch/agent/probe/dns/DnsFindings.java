package io.roomwatch.agent.probe.dns;

import io.roomwatch.agent.probe.DnsProbe;
import io.roomwatch.agent.probe.dns.DnsMessage.Address;
import io.roomwatch.agent.probe.dns.DnsMessage.Alias;
import io.roomwatch.agent.probe.dns.DnsMessage.Answer;
import io.roomwatch.agent.probe.dns.DnsMessage.Service;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What an answer section says about one name: its aliases followed (RFC 1034 section 3.6.2), then
 * the records of the name they lead to. Records of other names are not believed.
 *
 * @param canonical the name the aliases lead to
 * @param looped the aliases lead back to one of them; nothing else is found then
 */
public record DnsFindings(
    String canonical, boolean looped, List<InetAddress> addresses, List<String> services) {

  public DnsFindings {
    addresses = List.copyOf(addresses);
    services = List.copyOf(services);
  }

  public static DnsFindings of(String name, DnsProbe.Type type, List<Answer> answers) {
    Map<String, String> aliases = new HashMap<>();
    for (Answer answer : answers) {
      if (answer instanceof Alias alias) {
        aliases.putIfAbsent(key(alias.owner()), alias.target());
      }
    }
    Set<String> seen = new HashSet<>();
    String canonical = name;
    for (String next = name; next != null; next = aliases.get(key(canonical))) {
      canonical = next;
      if (!seen.add(key(canonical))) {
        return new DnsFindings(canonical, true, List.of(), List.of());
      }
    }
    List<InetAddress> addresses = new ArrayList<>();
    List<Service> services = new ArrayList<>();
    for (Answer answer : answers) {
      if (!answer.owner().equalsIgnoreCase(canonical)) {
        continue;
      }
      switch (answer) {
        case Address found when type == typeOf(found.address()) -> addresses.add(found.address());
        case Service found when type == DnsProbe.Type.SRV -> services.add(found);
        case Address unasked -> {}
        case Service unasked -> {}
        case Alias followed -> {}
      }
    }
    return new DnsFindings(canonical, false, addresses, inOrder(services));
  }

  /** In the order of RFC 2782: lowest priority first, then the greatest weight. */
  private static List<String> inOrder(List<Service> services) {
    services.sort(
        Comparator.comparingInt(Service::priority)
            .thenComparing(Comparator.comparingInt(Service::weight).reversed()));
    return services.stream()
        .map(s -> s.priority() + " " + s.weight() + " " + s.port() + " " + s.target())
        .toList();
  }

  private static DnsProbe.Type typeOf(InetAddress address) {
    return address instanceof Inet4Address ? DnsProbe.Type.A : DnsProbe.Type.AAAA;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
