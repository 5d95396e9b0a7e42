package io.roomwatch.agent.facts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells a VPN's adapter by its name or description. A name alone is no fault: a VPN matters when it
 * is up and owns the route. Names from community knowledge.
 */
public final class VpnAdapters {

  /** Virtual switches, bridges and containers; checked first, because some carry a VPN's word. */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "\\b(?:vEthernet|VMnet\\d*|VMware|Hyper-V|VirtualBox|vboxnet\\d*|WSL|Wi-Fi Direct)\\b"
              + "|^(?:docker|br-|virbr|veth|vnet|lxc|lxdbr|podman|cni)",
          Pattern.CASE_INSENSITIVE);

  /** Linux names, which are the whole text; a number or a suffix may follow. */
  private static final List<Map.Entry<Pattern, String>> BY_INTERFACE =
      List.of(
          entry("tailscale\\d+", "Tailscale"),
          entry("gpd\\d+", "GlobalProtect"),
          entry("cscotun\\d+", "Cisco Secure Client"),
          entry("zt[a-z0-9]{6,13}", "ZeroTier"),
          entry("wg(?:\\d+|[-_.]\\S+)", "WireGuard"),
          entry("ppp\\d+", "PPP tunnel"),
          entry("(?:tun|tap)(?:\\d+|[-_.]\\S+)", "TUN/TAP tunnel"));

  private static final List<Map.Entry<Pattern, String>> BY_DESCRIPTION =
      List.of(
          entry("AnyConnect|Cisco Secure Client", "Cisco Secure Client"),
          entry("PANGP|GlobalProtect", "GlobalProtect"),
          entry("Tailscale", "Tailscale"),
          entry("ZeroTier", "ZeroTier"),
          entry("Zscaler", "Zscaler"),
          entry("Netskope", "Netskope"),
          entry("(?:Cloudflare ?)?WARP", "Cloudflare WARP"),
          entry("Fortinet|FortiClient|fortissl", "Fortinet"),
          entry("Ivanti|Pulse Secure|Juniper Networks Virtual Adapter", "Ivanti Secure Access"),
          entry("Check ?Point", "Check Point"),
          entry("SonicWALL", "SonicWall"),
          entry("WireGuard", "WireGuard"),
          entry("Wintun", "Wintun"),
          entry("TAP-Windows|TAP-Win32", "TAP-Windows (OpenVPN)"));

  private VpnAdapters() {}

  /**
   * The vendor of a VPN adapter.
   *
   * @param text an interface's name, alias or description
   * @return empty when it is none that is known, or a harmless virtual adapter
   */
  public static Optional<String> vendor(String text) {
    String name = text.strip();
    if (HARMLESS.matcher(name).find()) {
      return Optional.empty();
    }
    return BY_INTERFACE.stream()
        .filter(known -> known.getKey().matcher(name).matches())
        .findFirst()
        .or(
            () ->
                BY_DESCRIPTION.stream().filter(known -> hasWord(known.getKey(), name)).findFirst())
        .map(Map.Entry::getValue);
  }

  /** As whole words: no letter or digit on either side. */
  private static boolean hasWord(Pattern words, String text) {
    return words
        .matcher(text)
        .results()
        .anyMatch(found -> !touches(text, found.start(), found.end()));
  }

  private static boolean touches(String text, int start, int end) {
    return (start > 0 && Character.isLetterOrDigit(text.charAt(start - 1)))
        || (end < text.length() && Character.isLetterOrDigit(text.charAt(end)));
  }

  private static Map.Entry<Pattern, String> entry(String pattern, String vendor) {
    return Map.entry(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), vendor);
  }
}
