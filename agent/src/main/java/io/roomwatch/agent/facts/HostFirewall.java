package io.roomwatch.agent.facts;

import java.util.List;
import java.util.Optional;

/**
 * This host's own firewall. Third-party filters do not show here.
 *
 * @param product {@code Windows Firewall}, {@code nftables}, {@code ufw}, {@code application
 *     firewall} …
 * @param profiles each profile and whether it filters; one entry named {@code host} where there are
 *     no profiles
 * @param inbound what it says of the port asked for
 * @param rules every rule in a stable, readable form, sorted: what drift is measured on
 */
public record HostFirewall(
    String product, List<Profile> profiles, Inbound inbound, List<String> rules) {

  /**
   * One profile.
   *
   * @param active whether a connected network uses it now; true where that cannot be told
   */
  public record Profile(String name, boolean enabled, boolean active) {}

  /** The inbound verdict for one port. */
  public enum Action {
    ALLOW,
    BLOCK,
    /** Let in on some of this machine's interfaces and not on the others; the rule says where. */
    DEPENDS,
    /** No rule names the port and the default decides; see {@code defaultBlocks}. */
    NO_RULE
  }

  /**
   * The verdict for the port asked for.
   *
   * @param rule the rule that decided, as people find it in the firewall's own tool
   * @param defaultBlocks whether the default for inbound is to block
   */
  public record Inbound(Action action, Optional<String> rule, boolean defaultBlocks) {}

  public HostFirewall {
    profiles = List.copyOf(profiles);
    rules = List.copyOf(rules);
  }
}
