package io.roomwatch.agent.diagnosis;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of codes and of the addresses that a controller shows.
 *
 * @param caveat what holds for all codes, one sentence
 */
public record Codebook(
    String version, String caveat, List<Clue> codes, Map<Shown, Clue> addresses) {

  /** A kind of address that a controller may show as the room's. */
  public enum Shown {
    LOOPBACK,
    LINK_LOCAL;

    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Empty for an address that is nothing special: every IPv6 host has a link-local one. */
    static Optional<Shown> of(InetAddress address) {
      return address.isLoopbackAddress()
          ? Optional.of(LOOPBACK)
          : address.isLinkLocalAddress() && address instanceof Inet4Address
              ? Optional.of(LINK_LOCAL)
              : Optional.empty();
    }
  }

  public Codebook {
    codes = List.copyOf(codes);
    addresses = Map.copyOf(addresses);
  }

  /**
   * What is known of a code, however its letters and hyphens are written. Never that of another
   * code that looks alike: no code is a misspelt one.
   */
  public Optional<Clue> code(String text) {
    String wanted = bare(text);
    return codes.stream().filter(clue -> bare(clue.name()).equals(wanted)).findFirst();
  }

  Optional<Clue> address(InetAddress address) {
    return Shown.of(address)
        .flatMap(
            kind -> {
              @Nullable Clue clue = addresses.get(kind);
              return Optional.ofNullable(clue);
            });
  }

  private static String bare(String code) {
    return code.replaceAll("[ -]", "").toUpperCase(Locale.ROOT);
  }
}
