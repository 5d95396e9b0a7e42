package io.roomwatch.agent.facts;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One network interface.
 *
 * @param name the system's name, {@code eth0}, {@code {GUID}}-free alias on Windows
 * @param description the adapter's description, the name where there is none
 * @param up administratively up and with carrier
 * @param speedBitsPerSecond negotiated speed, empty when the driver does not say
 */
public record NetInterface(
    String name,
    String description,
    Kind kind,
    boolean up,
    List<Subnet> addresses,
    OptionalLong speedBitsPerSecond,
    Counters counters) {

  /** What the interface is made of. */
  public enum Kind {
    ETHERNET,
    WIFI,
    TUNNEL,
    LOOPBACK,
    /** Virtual switches and container bridges: harmless. */
    VIRTUAL,
    OTHER
  }

  /** Totals since the interface came up. */
  public record Counters(long bytesReceived, long bytesSent, long errorsIn, long errorsOut) {}

  public NetInterface {
    addresses = List.copyOf(addresses);
  }

  /** What it goes over, for people. */
  public String medium() {
    return switch (kind) {
      case ETHERNET -> "wired";
      case WIFI -> "Wi-Fi";
      case TUNNEL -> "tunnel";
      case LOOPBACK -> "loopback";
      case VIRTUAL -> "virtual";
      case OTHER -> "other";
    };
  }

  /** The hardware address is kept out on purpose: nothing needs it. */
  public Optional<Subnet> subnetOf(java.net.InetAddress address) {
    return addresses.stream().filter(subnet -> subnet.contains(address)).findFirst();
  }
}
