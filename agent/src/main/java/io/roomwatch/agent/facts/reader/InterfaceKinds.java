package io.roomwatch.agent.facts.reader;

import io.roomwatch.agent.facts.NetInterface.Kind;
import io.roomwatch.agent.facts.Platform;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * What an interface is made of, from what the system says of it. Pure.
 *
 * <p>The order decides: loopback, then the harmless virtual ones by name (a bridge of a container
 * host would pass for Ethernet), then tunnels, Wi-Fi, Ethernet.
 */
public final class InterfaceKinds {

  /**
   * What the system says of one interface.
   *
   * @param description the adapter's description, the name where there is none
   * @param ifType IANA ifType on Windows and macOS, ARP hardware identifier on Linux; 0 when
   *     unknown
   * @param wireless Linux: {@code /sys/class/net/NAME/wireless} or {@code phy80211} is there
   * @param tun Linux: {@code /sys/class/net/NAME/tun_flags} is there
   */
  public record Traits(
      Platform platform,
      String name,
      String description,
      int ifType,
      boolean wireless,
      boolean tun) {}

  /** IANA ifType, see the IANAifType-MIB registry. */
  private static final int IANA_ETHERNET = 6;

  private static final int IANA_PPP = 23;
  private static final int IANA_LOOPBACK = 24;
  private static final int IANA_WIFI = 71;
  private static final int IANA_TUNNEL = 131;

  /** {@code ARPHRD_*} of linux/if_arp.h. */
  private static final int ARP_ETHER = 1;

  private static final int ARP_LOOPBACK = 772;
  private static final int ARP_NONE = 65534;
  private static final int ARP_PPP = 512;
  private static final List<Integer> ARP_TUNNELS = List.of(ARP_NONE, ARP_PPP, 768, 769, 776, 778);

  /** Names on Linux, without the digits behind them. */
  private static final List<String> LINUX_VIRTUAL =
      List.of(
          "docker", "veth", "br-", "virbr", "vnet", "lxcbr", "lxdbr", "cni", "podman", "flannel",
          "cali", "vmnet", "vboxnet", "dummy", "ifb");

  /** Parts of names or descriptions on Windows and macOS, in lower case. */
  private static final List<String> OTHER_VIRTUAL =
      List.of(
          "vethernet",
          "hyper-v virtual",
          "vmware",
          "vmnet",
          "virtualbox",
          "vboxnet",
          "docker",
          "wsl",
          "wi-fi direct virtual",
          "npcap loopback",
          "vmenet");

  /** macOS: peer-to-peer radios and Thunderbolt or VM bridges, none of them a way out. */
  private static final List<String> MAC_OTHER = List.of("awdl", "llw", "anpi", "bridge", "ap");

  private static final List<String> MAC_TUNNELS =
      List.of("utun", "ipsec", "ppp", "gif", "stf", "feth");

  private InterfaceKinds() {}

  /**
   * The kind of one interface.
   *
   * @param vpn tells names and descriptions of VPN adapters, which Windows calls Ethernet
   */
  public static Kind of(Traits traits, Predicate<String> vpn) {
    return switch (traits.platform()) {
      case LINUX -> linux(traits);
      case MACOS -> mac(traits, vpn);
      case WINDOWS, OTHER -> windows(traits, vpn);
    };
  }

  private static Kind linux(Traits traits) {
    if (traits.ifType() == ARP_LOOPBACK || traits.name().equals("lo")) {
      return Kind.LOOPBACK;
    }
    if (startsWithAny(traits.name(), LINUX_VIRTUAL)) {
      return Kind.VIRTUAL;
    }
    if (traits.tun() || ARP_TUNNELS.contains(traits.ifType())) {
      return Kind.TUNNEL;
    }
    if (traits.wireless()) {
      return Kind.WIFI;
    }
    // A plain bridge, bond or VLAN carries the host's address like the wire below it.
    return traits.ifType() == ARP_ETHER ? Kind.ETHERNET : Kind.OTHER;
  }

  private static Kind mac(Traits traits, Predicate<String> vpn) {
    String name = traits.name();
    if (traits.ifType() == IANA_LOOPBACK || name.startsWith("lo")) {
      return Kind.LOOPBACK;
    }
    if (containsAny(name + " " + traits.description(), OTHER_VIRTUAL)) {
      return Kind.VIRTUAL;
    }
    if (startsWithAny(name, MAC_TUNNELS) || vpn.test(traits.description())) {
      return Kind.TUNNEL;
    }
    if (startsWithAny(name, MAC_OTHER)) {
      return Kind.OTHER;
    }
    String description = traits.description().toLowerCase(Locale.ROOT);
    if (traits.ifType() == IANA_WIFI
        || description.contains("wi-fi")
        || description.contains("airport")) {
      return Kind.WIFI;
    }
    return name.startsWith("en") ? Kind.ETHERNET : Kind.OTHER;
  }

  private static Kind windows(Traits traits, Predicate<String> vpn) {
    if (traits.ifType() == IANA_LOOPBACK) {
      return Kind.LOOPBACK;
    }
    if (containsAny(traits.name() + " " + traits.description(), OTHER_VIRTUAL)) {
      return Kind.VIRTUAL;
    }
    if (traits.ifType() == IANA_TUNNEL
        || traits.ifType() == IANA_PPP
        || vpn.test(traits.name())
        || vpn.test(traits.description())) {
      return Kind.TUNNEL;
    }
    if (traits.ifType() == IANA_WIFI) {
      return Kind.WIFI;
    }
    if (traits.description().toLowerCase(Locale.ROOT).contains("bluetooth")) {
      return Kind.OTHER;
    }
    return traits.ifType() == IANA_ETHERNET ? Kind.ETHERNET : Kind.OTHER;
  }

  private static boolean startsWithAny(String name, List<String> starts) {
    return starts.stream().anyMatch(name::startsWith);
  }

  private static boolean containsAny(String text, List<String> parts) {
    String lower = text.toLowerCase(Locale.ROOT);
    return parts.stream().anyMatch(lower::contains);
  }
}
