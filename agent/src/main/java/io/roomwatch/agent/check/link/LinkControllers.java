package io.roomwatch.agent.check.link;

import io.roomwatch.agent.check.Addresses;
import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.LinuxEdition;
import io.roomwatch.agent.check.Wording;
import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.TcpSocket;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code link.controllers}: who holds connections to port 9090 of this machine. A controller keeps
 * its connection day and night, so none at all is a finding. Sends no packet.
 *
 * <p>Reasons: {@code missing} (none, or an expected one is not there), and why sockets could not be
 * read. Controllers are remembered for as long as this instance lives, at most {@value
 * #REMEMBERED}.
 */
final class LinkControllers implements Check {

  private static final int REMEMBERED = 64;

  private final CheckContext context;
  private final Instant began;
  private final Map<InetAddress, Instant> lastSeen = new ConcurrentHashMap<>();

  LinkControllers(CheckContext context) {
    this.context = context;
    this.began = context.clock().instant();
  }

  @Override
  public CheckId id() {
    return CheckId.of(CheckKind.LINK_CONTROLLERS);
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    return CompletableFuture.completedFuture(
        switch (context.facts().sockets(Peer.DEFAULT_PORT)) {
          case Fact.Unread<List<TcpSocket>> unread ->
              Finding.unknown(
                      unread.reason(),
                      "Who is connected to port 9090 cannot be read: " + unread.why())
                  .with(Reading.absent("controllers"));
          case Fact.Known<List<TcpSocket>> known -> judge(known.value());
        });
  }

  private Finding judge(List<TcpSocket> sockets) {
    Fact<List<NetInterface>> interfaces = context.facts().interfaces();
    List<InetAddress> connected = controllers(sockets, interfaces);
    Instant now = context.clock().instant();
    remember(connected, now);

    List<InetAddress> expected = context.config().room().controllers();
    List<InetAddress> missing =
        expected.stream().filter(address -> !connected.contains(address)).toList();
    List<String> described =
        connected.stream().map(address -> described(address, interfaces)).toList();
    boolean listening =
        sockets.stream().anyMatch(socket -> socket.state() == TcpSocket.State.LISTEN);
    Optional<Finding> elsewhere =
        connected.isEmpty() && lastSeen.isEmpty() && !listening
            ? LinuxEdition.none(context, "No controller is connected to port 9090")
            : Optional.empty();
    return elsewhere
        .orElseGet(() -> finding(described, missing, now))
        .with(
            Reading.number("controllers", connected.size()),
            Reading.texts("addresses", connected.stream().map(Addresses::text).toList()),
            Reading.texts(
                "routed",
                connected.stream()
                    .filter(address -> place(address, interfaces) == Place.ROUTED)
                    .map(Addresses::text)
                    .toList()),
            Reading.texts("missing", missing.stream().map(Addresses::text).toList()),
            Reading.texts(
                "remembered", lastSeen.keySet().stream().map(Addresses::text).sorted().toList()),
            lastSeen.values().stream()
                .max(Comparator.naturalOrder())
                .map(seen -> Reading.seconds("last_seen_seconds", Duration.between(seen, now)))
                .orElseGet(() -> Reading.absent("last_seen_seconds")));
  }

  private Finding finding(List<String> connected, List<InetAddress> missing, Instant now) {
    String have =
        connected.isEmpty()
            ? "No controller is connected to port 9090"
            : Wording.count(connected.size(), "controller")
                + (connected.size() == 1 ? " is" : " are")
                + " connected to port 9090: "
                + Wording.list(connected);
    if (!missing.isEmpty()) {
      List<String> absent =
          missing.stream()
              .map(address -> Addresses.text(address) + " (" + lastSeen(address, now) + ")")
              .toList();
      return Finding.degraded(
          Reason.MISSING, have + "; expected and not there: " + Wording.list(absent) + ".");
    }
    if (connected.isEmpty()) {
      return Finding.degraded(Reason.MISSING, have + "; " + lastSeen(now) + ".");
    }
    return Finding.ok(have + ".");
  }

  /** Remote ends that are not this machine itself, each once, in the order of the table. */
  private static List<InetAddress> controllers(
      List<TcpSocket> sockets, Fact<List<NetInterface>> interfaces) {
    List<InetAddress> own =
        interfaces.asOptional().orElse(List.of()).stream()
            .flatMap(one -> one.addresses().stream())
            .map(subnet -> subnet.address())
            .toList();
    return sockets.stream()
        .filter(socket -> socket.state() == TcpSocket.State.ESTABLISHED)
        .filter(socket -> socket.local().getPort() == Peer.DEFAULT_PORT)
        .map(TcpSocket::remote)
        .flatMap(Optional::stream)
        .map(InetSocketAddress::getAddress)
        .filter(address -> !address.isLoopbackAddress() && !own.contains(address))
        .distinct()
        .toList();
  }

  private enum Place {
    SAME_SUBNET,
    ROUTED,
    NOT_READ
  }

  private static Place place(InetAddress address, Fact<List<NetInterface>> interfaces) {
    return switch (interfaces) {
      case Fact.Unread<List<NetInterface>> unread -> Place.NOT_READ;
      case Fact.Known<List<NetInterface>> known ->
          known.value().stream().anyMatch(one -> one.up() && one.subnetOf(address).isPresent())
              ? Place.SAME_SUBNET
              : Place.ROUTED;
    };
  }

  private static String described(InetAddress address, Fact<List<NetInterface>> interfaces) {
    return Addresses.text(address)
        + switch (place(address, interfaces)) {
          case SAME_SUBNET -> " (same subnet)";
          case ROUTED -> " (routed)";
          case NOT_READ -> "";
        };
  }

  private void remember(List<InetAddress> connected, Instant now) {
    connected.forEach(address -> lastSeen.put(address, now));
    if (lastSeen.size() > REMEMBERED) {
      List<InetAddress> newestFirst = new ArrayList<>(lastSeen.keySet());
      newestFirst.sort(
          Comparator.comparing(
              (InetAddress address) -> lastSeen.getOrDefault(address, Instant.MIN),
              Comparator.reverseOrder()));
      newestFirst.stream().skip(REMEMBERED).forEach(lastSeen::remove);
    }
  }

  private String lastSeen(InetAddress address, Instant now) {
    Instant seen = lastSeen.get(address);
    return seen == null
        ? "not seen" + watched(now)
        : "last seen " + Wording.duration(Duration.between(seen, now)) + " ago";
  }

  private String lastSeen(Instant now) {
    return lastSeen.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(
            entry ->
                "the last one was "
                    + Addresses.text(entry.getKey())
                    + ", "
                    + Wording.duration(Duration.between(entry.getValue(), now))
                    + " ago")
        .orElseGet(() -> "none was seen" + watched(now));
  }

  /** Nothing at the first look, which has watched for no time. */
  private String watched(Instant now) {
    Duration watched = Duration.between(began, now);
    return watched.compareTo(Duration.ofSeconds(1)) < 0
        ? " yet"
        : " in the " + Wording.duration(watched) + " watched";
  }
}
