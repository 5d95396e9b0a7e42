package io.roomwatch.agent.journal;

import java.util.List;
import java.util.Optional;

/**
 * One changed entry of a snapshot as a sentence. Each begins in lower case with {@code the}, {@code
 * there} or a name, for it may follow another clause.
 */
final class ChangeWords {

  private static final int NAMED = 4;

  private ChangeWords() {}

  /**
   * Empty when it is no change, or none worth an event.
   *
   * @param old the entry before; empty when there was none
   * @param now the entry; empty when there is none
   */
  static Optional<String> text(
      Part part, String name, Optional<List<String>> old, Optional<List<String>> now) {
    if (old.equals(now)) {
      return Optional.empty();
    }
    return switch (part) {
      case INTERFACE -> Optional.of(linked(name, old, now));
      case ADDRESS -> address(name, words(old), now);
      case GATEWAY ->
          Optional.of(
              replaced(
                  name.equals("IPv4") ? "default route" : name + " default route",
                  words(old),
                  words(now)));
      case DNS -> Optional.of(servers(words(old), words(now)));
      case PROXY -> Optional.of(replaced("proxy in " + name, words(old), words(now)));
      case VPN -> Optional.of(tunnel(name, old, now));
      case FIREWALL -> Optional.of(profile(name, old, now));
      case MEDIUM -> medium(words(old), words(now));
      case VERSION -> Optional.of(version(words(old), words(now)));
      case CONTROLLER -> Optional.of(controller(name, words(old), now));
      case DHCP -> dhcp(name, old, now);
      case ROUTE, RULES -> throw new IllegalArgumentException(part + " is told as a whole");
    };
  }

  private static List<String> words(Optional<List<String>> entry) {
    return entry.orElse(List.of());
  }

  private static String list(List<String> words) {
    return Words.some(words, NAMED);
  }

  /** {@code the default route was A, is B.} */
  private static String replaced(String what, List<String> old, List<String> now) {
    if (old.isEmpty()) {
      return "there is a " + what + " now: " + list(now) + ".";
    }
    return now.isEmpty()
        ? "there is no " + what + " any more; it was " + list(old) + "."
        : "the " + what + " was " + list(old) + ", is " + list(now) + ".";
  }

  /** The words are up or down, and the medium. */
  private static String linked(
      String name, Optional<List<String>> old, Optional<List<String>> now) {
    if (now.isEmpty()) {
      return "the interface " + name + described(words(old)) + " is gone from this machine.";
    }
    boolean up = words(now).contains("up");
    String link = up ? "has a link" : "has no link";
    String who = "the interface " + name + described(words(now));
    if (old.isEmpty()) {
      return who + " is new on this machine and " + link + ".";
    }
    return words(old).contains("up") == up
        ? who + " was" + described(words(old)) + " before."
        : who + (up ? " has a link again." : " has lost its link.");
  }

  private static String described(List<String> words) {
    List<String> medium =
        words.stream().filter(word -> !word.equals("up") && !word.equals("down")).toList();
    return medium.isEmpty() ? "" : " (" + String.join(", ", medium) + ")";
  }

  /** An interface that is gone has no address to lose: that is told of the interface. */
  private static Optional<String> address(
      String name, List<String> old, Optional<List<String>> now) {
    if (now.isEmpty() || old.equals(now.get())) {
      return Optional.empty();
    }
    List<String> after = now.get();
    if (old.isEmpty()) {
      return Optional.of(name + " has an address now: " + list(after) + ".");
    }
    return Optional.of(
        after.isEmpty()
            ? name + " has no address any more; it was " + list(old) + "."
            : "the address of " + name + " was " + list(old) + ", is " + list(after) + ".");
  }

  private static String servers(List<String> old, List<String> now) {
    if (old.isEmpty()) {
      return "there are DNS servers now: " + list(now) + ".";
    }
    return now.isEmpty()
        ? "there is no DNS server any more; before: " + list(old) + "."
        : "the DNS servers were " + list(old) + ", are " + list(now) + ".";
  }

  /** The words are the vendor, and what the tunnel owns. */
  private static String tunnel(
      String name, Optional<List<String>> old, Optional<List<String>> now) {
    String vendor = words(now.isPresent() ? now : old).getFirst();
    String who =
        vendor.equals("tunnel")
            ? "the VPN tunnel " + name
            : "the VPN " + vendor + " (" + name + ")";
    if (now.isEmpty()) {
      return who + " is not up any more.";
    }
    String owns = owned(words(now)).map(what -> "owns " + what).orElse("owns no default route");
    return old.isEmpty()
        ? who + " is up and " + owns + "."
        : who
            + " "
            + owns
            + " now; before it "
            + owned(words(old)).map(what -> "owned " + what).orElse("owned none")
            + ".";
  }

  private static Optional<String> owned(List<String> words) {
    return words.stream()
        .filter(word -> word.equals(Paths.DEFAULT_ROUTE) || word.equals(Paths.SPLIT_ROUTE))
        .findFirst();
  }

  private static String profile(
      String name, Optional<List<String>> old, Optional<List<String>> now) {
    if (old.isEmpty()) {
      return "the firewall " + name + " is " + list(words(now)) + "; it was not there before.";
    }
    return now.isEmpty()
        ? "the firewall " + name + " is not there any more; it was " + list(words(old)) + "."
        : "the firewall " + name + " was " + list(words(old)) + ", is " + list(words(now)) + ".";
  }

  /** The words are the medium and the interface; another interface alone is told of the route. */
  private static Optional<String> medium(List<String> old, List<String> now) {
    return old.size() < 2 || now.size() < 2 || old.getFirst().equals(now.getFirst())
        ? Optional.empty()
        : Optional.of(
            "the default route went from "
                + old.getFirst()
                + " ("
                + old.getLast()
                + ") to "
                + now.getFirst()
                + " ("
                + now.getLast()
                + ").");
  }

  private static String version(List<String> old, List<String> now) {
    if (old.isEmpty()) {
      return "Zoom Rooms is installed now, version " + list(now) + ".";
    }
    return now.isEmpty()
        ? "Zoom Rooms is not installed any more; it was version " + list(old) + "."
        : "Zoom Rooms was version " + list(old) + ", is version " + list(now) + ".";
  }

  private static String controller(String name, List<String> old, Optional<List<String>> now) {
    if (now.isEmpty()) {
      return "the controller " + name + " is not connected any more.";
    }
    if (words(now).contains(Controllers.UNSTEADY)) {
      return "the controller "
          + name
          + " comes and goes; that is told again when it stays or stays away.";
    }
    return old.contains(Controllers.UNSTEADY)
        ? "the controller " + name + " stays connected again."
        : "the controller " + name + " is connected.";
  }

  /** The words are the address and the server, or none when it is static. */
  private static Optional<String> dhcp(
      String name, Optional<List<String>> old, Optional<List<String>> now) {
    if (old.isEmpty() || now.isEmpty()) {
      return Optional.empty();
    }
    String was = String.join(" ", old.get());
    String is = String.join(" ", now.get());
    if (was.isEmpty()) {
      return Optional.of(name + " has its address by DHCP now: " + is + "; it was static.");
    }
    return Optional.of(
        is.isEmpty()
            ? name + " has a static address now; it was by DHCP: " + was + "."
            : "the DHCP lease of " + name + " was " + was + ", is " + is + ".");
  }
}
