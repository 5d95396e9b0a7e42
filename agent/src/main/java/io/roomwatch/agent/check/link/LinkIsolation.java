package io.roomwatch.agent.check.link;

import io.roomwatch.agent.check.Addresses;
import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Destination;
import io.roomwatch.agent.check.Recent;
import io.roomwatch.agent.check.Wording;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Neighbour;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * {@code link.isolation}: derived. Two or more known hosts of this machine's own network are silent
 * in the neighbour table while the gateway of that network answers: the Wi-Fi keeps its clients
 * apart, or does not send back what came from it. Known are the peers and the controllers, also
 * those that were connected once. Sends no packet; a host that nobody asked lately says nothing,
 * and neither does an entry that was not confirmed lately: it outlives its host.
 *
 * <p>Reasons: {@code isolation} (failed when every known host is silent, degraded when some
 * answer), {@code no-answer} (one silent host: off, or kept apart), {@code unreachable} (the
 * gateway is silent too), {@code no-route} (there is no gateway to compare with), {@code not-found}
 * (nothing to compare), and why the tables could not be read.
 */
final class LinkIsolation implements Check {

  private static final int ENOUGH = 2;

  /** Longer than a living host that is talked to goes unconfirmed (Linux: 45 s, then 8 s). */
  private static final Duration LATELY = Duration.ofSeconds(90);

  private final CheckContext context;
  private final Recent recent;

  LinkIsolation(CheckContext context) {
    this.context = context;
    this.recent = new Recent(context);
  }

  @Override
  public CheckId id() {
    return CheckId.of(CheckKind.LINK_ISOLATION);
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    return CompletableFuture.completedFuture(
        switch (context.facts().interfaces()) {
          case Fact.Unread<List<NetInterface>> unread -> unread(unread.reason(), unread.why());
          case Fact.Known<List<NetInterface>> interfaces ->
              switch (context.facts().neighbours()) {
                case Fact.Unread<List<Neighbour>> unread -> unread(unread.reason(), unread.why());
                case Fact.Known<List<Neighbour>> neighbours ->
                    judge(interfaces.value(), neighbours.value());
              };
        });
  }

  private static Finding unread(Reason reason, String why) {
    return Finding.unknown(reason, "The neighbours of this machine cannot be read: " + why);
  }

  /** What is known of the hosts of one network. */
  private record Network(String interfaceName, List<InetAddress> silent, List<InetAddress> heard) {
    Network(String interfaceName) {
      this(interfaceName, new ArrayList<>(), new ArrayList<>());
    }
  }

  private Finding judge(List<NetInterface> interfaces, List<Neighbour> neighbours) {
    Map<InetAddress, Boolean> probed = probed();
    Map<String, Network> networks = new LinkedHashMap<>();
    int onLink = 0;
    for (InetAddress host : known()) {
      Optional<String> name = onLinkThrough(host, interfaces);
      if (name.isEmpty()) {
        continue;
      }
      onLink++;
      Network network = networks.computeIfAbsent(name.get(), Network::new);
      Optional.ofNullable(probed.get(host))
          .or(() -> entry(host, name.get(), neighbours))
          .ifPresent(answers -> (answers ? network.heard() : network.silent()).add(host));
    }
    List<InetAddress> silent =
        networks.values().stream().flatMap(network -> network.silent().stream()).toList();
    List<InetAddress> heard =
        networks.values().stream().flatMap(network -> network.heard().stream()).toList();
    return finding(networks, onLink, neighbours)
        .with(
            Reading.number("known", onLink),
            Reading.texts("silent", texts(silent)),
            Reading.texts("answering", texts(heard)));
  }

  private Finding finding(Map<String, Network> networks, int onLink, List<Neighbour> neighbours) {
    Optional<Network> suspect =
        networks.values().stream().filter(network -> network.silent().size() >= ENOUGH).findFirst();
    if (suspect.isPresent()) {
      return suspected(suspect.get(), neighbours);
    }
    List<InetAddress> silent =
        networks.values().stream().flatMap(network -> network.silent().stream()).toList();
    List<InetAddress> heard =
        networks.values().stream().flatMap(network -> network.heard().stream()).toList();
    if (!heard.isEmpty()) {
      String text = Wording.list(texts(heard)) + (heard.size() == 1 ? " answers" : " answer");
      return Finding.ok(
          silent.isEmpty()
              ? "Of the known devices on this machine's network, " + text + "."
              : text
                  + ", so the network does not keep devices apart; only "
                  + Wording.list(texts(silent))
                  + " is silent.");
    }
    if (!silent.isEmpty()) {
      return Finding.unknown(
          Reason.NO_ANSWER,
          Wording.list(texts(silent))
              + " is silent on its network: it is off or unplugged, or the network keeps its"
              + " devices apart; a second known device there would tell.");
    }
    return Finding.unknown(
        Reason.NOT_FOUND,
        onLink == 0
            ? "No other device of this room is known on this machine's own network, so nothing can"
                + " be compared."
            : "The known devices on this machine's network have not been asked lately.");
  }

  private Finding suspected(Network network, List<Neighbour> neighbours) {
    String who = Wording.list(texts(network.silent()));
    List<InetAddress> gateways = gateways(network.interfaceName());
    if (gateways.isEmpty()) {
      return Finding.unknown(
          Reason.NO_ROUTE,
          who + " are silent, and there is no gateway on their network to compare with.");
    }
    Map<InetAddress, Boolean> told = new LinkedHashMap<>();
    for (InetAddress gateway : gateways) {
      gatewayAnswers(gateway, network.interfaceName(), neighbours)
          .ifPresent(answers -> told.put(gateway, answers));
    }
    Optional<InetAddress> answering = told.keySet().stream().filter(told::get).findFirst();
    if (answering.isEmpty() && told.isEmpty()) {
      return Finding.unknown(
          Reason.NO_ANSWER,
          who + " are silent, and whether the gateway of their network answers cannot be told.");
    }
    if (answering.isEmpty()) {
      return Finding.unknown(
          Reason.UNREACHABLE,
          who + " are silent, but so is the gateway: the whole network is away.");
    }
    String text =
        who
            + " are silent while the gateway "
            + Addresses.text(answering.get())
            + " answers: the Wi-Fi keeps its devices apart (client isolation), or they are all off";
    return network.heard().isEmpty()
        ? Finding.failed(Reason.ISOLATION, text + ".")
        : Finding.degraded(
            Reason.ISOLATION,
            text + "; " + Wording.list(texts(network.heard())) + " can be reached.");
  }

  /** Every address that belongs to the room, as far as it is known without asking a resolver. */
  private Set<InetAddress> known() {
    Set<InetAddress> known = new LinkedHashSet<>();
    context.config().peers().stream()
        .map(peer -> Destination.address(context, peer))
        .flatMap(Optional::stream)
        .forEach(known::add);
    known.addAll(context.config().room().controllers());
    recent
        .of(CheckId.of(CheckKind.LINK_CONTROLLERS))
        .map(seen -> Recent.texts(seen, "remembered"))
        .orElse(List.of())
        .stream()
        .map(Addresses::literal)
        .flatMap(Optional::stream)
        .forEach(known::add);
    return known;
  }

  /** What the peers' own checks found out: whether the host answered. */
  private Map<InetAddress, Boolean> probed() {
    Map<InetAddress, Boolean> probed = new LinkedHashMap<>();
    for (Observation seen : recent.of(CheckKind.LINK_PEER)) {
      Optional<InetAddress> address = Recent.text(seen, "address").flatMap(Addresses::literal);
      Optional<Boolean> answers = Recent.flag(seen, "host_answers");
      if (address.isPresent() && answers.isPresent()) {
        probed.put(address.get(), answers.get());
      }
    }
    return probed;
  }

  /** By its own check, which asks it, else by the neighbour table. */
  private Optional<Boolean> gatewayAnswers(
      InetAddress gateway, String interfaceName, List<Neighbour> neighbours) {
    boolean asked =
        recent
            .of(CheckId.of(CheckKind.LOCAL_GATEWAY))
            .filter(seen -> Recent.value(seen, "connect_seconds").isPresent())
            .flatMap(seen -> Recent.text(seen, "gateway"))
            .flatMap(Addresses::literal)
            .filter(gateway::equals)
            .isPresent();
    return asked ? Optional.of(true) : entry(gateway, interfaceName, neighbours);
  }

  private static Optional<Boolean> entry(
      InetAddress host, String interfaceName, List<Neighbour> neighbours) {
    return neighbours.stream()
        .filter(neighbour -> neighbour.address().equals(host))
        .filter(neighbour -> neighbour.interfaceName().equals(interfaceName))
        .filter(neighbour -> !neighbour.answered() || lately(neighbour))
        .map(Neighbour::answered)
        .reduce(Boolean::logicalOr);
  }

  private static boolean lately(Neighbour neighbour) {
    return neighbour.confirmedAgo().filter(ago -> ago.compareTo(LATELY) <= 0).isPresent();
  }

  private static Optional<String> onLinkThrough(InetAddress host, List<NetInterface> interfaces) {
    boolean own =
        interfaces.stream()
            .flatMap(one -> one.addresses().stream())
            .anyMatch(subnet -> subnet.address().equals(host));
    return own
        ? Optional.empty()
        : interfaces.stream()
            .filter(one -> one.up() && one.kind() != NetInterface.Kind.LOOPBACK)
            .filter(one -> one.subnetOf(host).isPresent())
            .map(NetInterface::name)
            .findFirst();
  }

  private List<InetAddress> gateways(String interfaceName) {
    return context.facts().routes().asOptional().orElse(List.of()).stream()
        .filter(route -> route.interfaceName().equals(interfaceName))
        .map(Route::gateway)
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  private static List<String> texts(List<InetAddress> addresses) {
    return addresses.stream().map(Addresses::text).toList();
  }
}
