package io.roomwatch.agent.check.cloud;

import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.probe.ProxyServer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The way of HTTP to a host for whoever is not a check: alerts take the way that is watched. */
public final class WayOut {

  /** RFC 6761 section 6.3, RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3. */
  private static final Pattern THIS_MACHINE =
      Pattern.compile("localhost\\.?|.+\\.localhost\\.?|127(\\.\\d{1,3}){3}|::1");

  private WayOut() {}

  /**
   * The proxy to {@code host}, with its credentials; empty: direct. Direct, too, where a PAC script
   * decides, which is not evaluated, and always to this machine itself, which no proxy reaches.
   * Reads facts: call it off the event loop.
   *
   * @param host a name or an address literal, with or without the brackets of IPv6
   */
  public static Optional<ProxyServer> to(String host, Config config, Facts facts) {
    String bare = host.replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
    return THIS_MACHINE.matcher(bare).matches()
        ? Optional.empty()
        : ProxyInForce.of(config, facts, bare).proxy();
  }
}
