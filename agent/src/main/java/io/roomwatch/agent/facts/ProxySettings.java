package io.roomwatch.agent.facts;

import java.util.List;
import java.util.Optional;

/**
 * A proxy setting, wherever it stands. Without credentials: readers take a proxy's away, this
 * record those of a PAC script's address.
 *
 * @param proxy {@code host:port} that HTTPS goes through, empty when none is set
 * @param bypass hosts that go direct, as written there
 * @param pacUrl the address of a PAC script, as {@link PacAddress} shows it
 * @param autoDetect WPAD is on
 */
public record ProxySettings(
    Optional<HostPort> proxy, List<String> bypass, Optional<String> pacUrl, boolean autoDetect) {

  /** No proxy at all. */
  public static final ProxySettings DIRECT =
      new ProxySettings(Optional.empty(), List.of(), Optional.empty(), false);

  /** A host name or address and its port. */
  public record HostPort(String host, int port) {
    @Override
    public String toString() {
      return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
  }

  public ProxySettings {
    bypass = List.copyOf(bypass);
    pacUrl = pacUrl.map(PacAddress::shown);
  }
}
