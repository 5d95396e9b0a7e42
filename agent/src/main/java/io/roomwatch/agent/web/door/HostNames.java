package io.roomwatch.agent.web.door;

import io.netty.util.NetUtil;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The names under which this server may be asked for. A page of a stranger can have its own name
 * lead to our address (DNS rebinding), and then read what we answer as if it were its own: its
 * requests bear its name. An address cannot be taken so.
 */
final class HostNames {

  private final Set<String> own;

  /**
   * @param own names of this machine, besides localhost
   */
  HostNames(Collection<String> own) {
    Set<String> names = new HashSet<>();
    own.forEach(name -> names.add(plain(name)));
    this.own = Set.copyOf(names);
  }

  /**
   * Whether it is our name in some domain: good enough for a stranger on another machine, to whom
   * we say nothing that he could not ask for by our address.
   *
   * @param host as in {@link #isOurs}
   */
  boolean isOursInADomain(String host) {
    String name = plain(withoutPort(host));
    int dot = name.indexOf('.');
    return dot > 0 && own.contains(name.substring(0, dot));
  }

  /**
   * @param host of a {@code Host} header: a name or an address, perhaps with a port
   */
  boolean isOurs(String host) {
    String name = plain(withoutPort(host));
    return own.contains(name)
        || name.equals("localhost")
        || name.endsWith(".localhost")
        || isAddress(name);
  }

  private static boolean isAddress(String name) {
    boolean bracketed = name.startsWith("[") && name.endsWith("]");
    return bracketed
        ? NetUtil.isValidIpV6Address(name.substring(1, name.length() - 1))
        : NetUtil.isValidIpV4Address(name);
  }

  private static String withoutPort(String host) {
    int end = host.lastIndexOf(':');
    return end > host.lastIndexOf(']') ? host.substring(0, end) : host;
  }

  private static String plain(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
