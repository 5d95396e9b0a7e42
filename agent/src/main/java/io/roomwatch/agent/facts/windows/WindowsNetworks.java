package io.roomwatch.agent.facts.windows;

import com.sun.jna.platform.win32.COM.WbemcliUtil.WmiQuery;
import com.sun.jna.platform.win32.COM.WbemcliUtil.WmiResult;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import oshi.util.platform.windows.WmiQueryHandler;
import oshi.util.platform.windows.WmiUtil;

/**
 * Which firewall profiles may be in force: those of the networks that are connected now, by WMI;
 * or, where WMI gives nothing, those of the networks this machine has ever known, by the registry;
 * or all three.
 */
final class WindowsNetworks {

  private static final String KNOWN =
      "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\NetworkList\\Profiles";

  private WindowsNetworks() {}

  /**
   * One connected network.
   *
   * @param category 0 public, 1 private, 2 domain
   * @param leadsOut whether Windows reaches the Internet through it
   */
  record Connected(long category, boolean leadsOut) {}

  /**
   * The profiles of connected networks. Rooms are often multi-homed: an AV network without a way
   * out is "unidentified" and therefore public, and says nothing about the network the room lives
   * in. So where any network leads out, only such ones count.
   *
   * @return empty when nothing is connected
   */
  static Set<WindowsFirewallProfile> profiles(List<Connected> networks) {
    boolean anyLeadsOut = networks.stream().anyMatch(Connected::leadsOut);
    EnumSet<WindowsFirewallProfile> profiles = EnumSet.noneOf(WindowsFirewallProfile.class);
    for (Connected network : networks) {
      if (network.leadsOut() || !anyLeadsOut) {
        WindowsFirewallProfile.ofCategory(network.category()).ifPresent(profiles::add);
      }
    }
    return profiles;
  }

  /**
   * The profiles of the networks the registry remembers, connected or not. It does not say which is
   * connected, and unidentified networks are not in it.
   *
   * @return all three when it remembers none or may not be read
   */
  static Set<WindowsFirewallProfile> remembered(Registry registry) {
    EnumSet<WindowsFirewallProfile> profiles = EnumSet.noneOf(WindowsFirewallProfile.class);
    for (String network : registry.subkeys(KNOWN).asOptional().orElse(List.of())) {
      OptionalLong category =
          registry
              .key(KNOWN + "\\" + network)
              .asOptional()
              .map(key -> key.number("Category"))
              .orElse(OptionalLong.empty());
      category.ifPresent(
          number -> WindowsFirewallProfile.ofCategory(number).ifPresent(profiles::add));
    }
    return profiles.isEmpty() ? EnumSet.allOf(WindowsFirewallProfile.class) : profiles;
  }

  /** The properties of MSFT_NetConnectionProfile that are read; WMI finds them by these names. */
  enum Property {
    IPV4CONNECTIVITY,
    IPV6CONNECTIVITY,
    NETWORKCATEGORY
  }

  /** 4 is Internet [learn.microsoft.com, MSFT_NetConnectionProfile]. */
  private static final int INTERNET = 4;

  /**
   * Asks WMI. Blocks until it answers, with no timeout of its own.
   *
   * @return empty when WMI refuses, fails or is not there
   */
  static List<Connected> connected() {
    try {
      WmiQueryHandler wmi = WmiQueryHandler.createInstance();
      return wmi == null
          ? List.of()
          : read(
              wmi.queryWMI(
                  new WmiQuery<>(
                      "ROOT\\StandardCimv2", "MSFT_NetConnectionProfile", Property.class)));
    } catch (RuntimeException | LinkageError failed) {
      // OSHI has logged it; the registry is asked instead.
      return List.of();
    }
  }

  private static List<Connected> read(WmiResult<Property> result) {
    List<Connected> networks = new ArrayList<>();
    for (int row = 0; row < result.getResultCount(); row++) {
      networks.add(
          new Connected(
              WmiUtil.getUint32(result, Property.NETWORKCATEGORY, row),
              WmiUtil.getUint32(result, Property.IPV4CONNECTIVITY, row) == INTERNET
                  || WmiUtil.getUint32(result, Property.IPV6CONNECTIVITY, row) == INTERNET));
    }
    return networks;
  }
}
