package io.roomwatch.agent.config.keys;

import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.config.Reflector;
import io.roomwatch.agent.config.Reflector.Network;
import io.roomwatch.agent.config.Secret;
import io.roomwatch.agent.config.ZoomPorts;
import io.roomwatch.agent.yaml.Items;
import io.roomwatch.agent.yaml.Key;
import io.roomwatch.agent.yaml.Scalar;
import io.roomwatch.agent.yaml.Scalars;
import io.roomwatch.agent.yaml.Section;
import io.roomwatch.agent.yaml.Values;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys of {@code stamp}, this agent's reflector, and of a peer's {@code stamp}, the sender. */
public final class StampKeys {
  private StampKeys() {}

  private static final Map<String, Object> STRING = Map.of("type", "string");
  private static final Pattern LISTEN =
      Pattern.compile("(?:\\[(?<six>[0-9A-Fa-f:.]+)]|(?<four>[0-9.]+))(?::(?<port>[0-9]{1,5}))?");
  private static final Pattern NETWORK =
      Pattern.compile("(?<address>[0-9A-Fa-f:.]+)(?:/(?<bits>[0-9]{1,3}))?");

  /** A shorter key is soon guessed by whoever has seen one packet. */
  private static final int SHORTEST_KEY = 16;

  /** With it a burst and the wait for its last answer fit into the check's usual 5 s. */
  private static final Duration LONGEST_BURST = Duration.ofSeconds(3);

  private static final Key<Integer> PORT =
      Key.of(
          "port",
          Scalars.port().unless(StampKeys::taken),
          "The UDP port of its reflector.",
          String.valueOf(Reflector.DEFAULT_PORT));

  private static final Key<Secret> SENDER_KEY = key("The key that its reflector has.");

  private static final Key<Integer> PACKETS =
      Key.of("packets", Scalars.integer("number", 10, 100), "How many packets a look sends.", "20");

  private static final Key<Duration> PAUSE =
      Key.of(
          "pause",
          Scalars.duration(Duration.ofMillis(10), Duration.ofSeconds(1)),
          "From one packet to the next; all are sent within 3 seconds.",
          "50ms");

  private static final Key<Boolean> SENDER_STATEFUL =
      Key.of(
          "stateful",
          Scalars.bool(),
          "Whether its reflector numbers answers by itself, as Roomwatch does. Set false for one"
              + " that does not: all loss would seem to be on the way back.",
          "true");

  /** How the path to a peer is measured. */
  static final Section<Peer.Stamp> SENDER =
      Section.of(
              "a peer's stamp",
              "The STAMP reflector of the agent there.",
              List.of(PORT, SENDER_KEY, PACKETS, PAUSE, SENDER_STATEFUL),
              values ->
                  new Peer.Stamp(
                      values.get(PORT),
                      values.find(SENDER_KEY),
                      new Peer.Burst(values.get(PACKETS), values.get(PAUSE)),
                      values.get(SENDER_STATEFUL)))
          .checked(StampKeys::burstIsShort);

  private static final Key<InetSocketAddress> LISTEN_AT =
      Key.optional(
          "listen",
          listen(),
          "The UDP address and port to answer on, without a port on "
              + Reflector.DEFAULT_PORT
              + ". Name one address on a machine that has several. Without it, nobody is answered.",
          "0.0.0.0:" + Reflector.DEFAULT_PORT);

  private static final Key<List<Network>> ALLOW =
      Key.optional(
          "allow",
          Items.of(network(), "networks").notEmpty().distinct(),
          "Who is answered: addresses and networks. Needed with 'listen'.",
          "[10.4.0.0/16]");

  private static final Key<Secret> REFLECTOR_KEY =
      key("The key that every sender must have; others are not answered.");

  private static final Key<Boolean> STATEFUL =
      Key.of(
          "stateful",
          Scalars.bool(),
          "true numbers the answers to each sender, so that it can tell the direction of a loss;"
              + " false repeats the question's number.",
          "true");

  public static final Section<Optional<Reflector>> REFLECTOR =
      Section.of(
              "stamp",
              "Answers other agents that measure the path to this one (STAMP, RFC 8762).",
              List.of(LISTEN_AT, ALLOW, REFLECTOR_KEY, STATEFUL),
              values ->
                  values
                      .find(LISTEN_AT)
                      .map(
                          at ->
                              new Reflector(
                                  at,
                                  values.get(ALLOW),
                                  values.find(REFLECTOR_KEY),
                                  values.get(STATEFUL))))
          .checked(StampKeys::listensToSomebody);

  private static Key<Secret> key(String doc) {
    return Key.optional(
            "key",
            Words.secret("key")
                .unless(
                    secret ->
                        secret.reveal().length() < SHORTEST_KEY
                            ? Optional.of("must have " + SHORTEST_KEY + " characters or more")
                            : Optional.empty()),
            doc + " " + SHORTEST_KEY + " characters or more. Without it, unauthenticated mode.",
            "/etc/roomwatch/stamp.key")
        .orFile();
  }

  private static Optional<String> taken(int port) {
    return ZoomPorts.roomUse(port)
        .map(
            use ->
                "port "
                    + port
                    + " is used by "
                    + use
                    + "; choose another, the default is "
                    + Reflector.DEFAULT_PORT);
  }

  private static void burstIsShort(Values values) {
    Optional<Integer> packets = values.find(PACKETS);
    Optional<Duration> pause = values.find(PAUSE);
    if (packets.isEmpty() || pause.isEmpty()) {
      return;
    }
    Duration takes = pause.get().multipliedBy(packets.get() - 1L);
    if (takes.compareTo(LONGEST_BURST) > 0) {
      values
          .spot(values.has(PAUSE) ? PAUSE : PACKETS)
          .fault(
              packets.get()
                  + " packets, one every "
                  + Scalars.format(pause.get())
                  + ", take "
                  + Scalars.format(takes)
                  + "; they must be sent within "
                  + Scalars.format(LONGEST_BURST));
    }
  }

  /** What is written and does nothing is a slip. */
  private static void listensToSomebody(Values values) {
    if (values.has(LISTEN_AT)) {
      if (!values.has(ALLOW)) {
        values.spot(ALLOW).fault("is required with 'listen': whom to answer, such as 10.4.0.0/16");
      }
      return;
    }
    for (Key<?> key : List.of(ALLOW, REFLECTOR_KEY)) {
      if (values.has(key)) {
        values.spot(key).fault("does nothing without 'listen'");
      }
    }
  }

  private static Scalar<InetSocketAddress> listen() {
    return Scalar.of(
            "address",
            "an IP address and a port, such as 0.0.0.0:61862 or [::]:61862",
            STRING,
            StampKeys::asListen)
        .unless(at -> taken(at.getPort()));
  }

  private static Optional<InetSocketAddress> asListen(String text) {
    Matcher parts = LISTEN.matcher(text.indexOf('[') < 0 && isSix(text) ? "[" + text + "]" : text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int port =
        Optional.ofNullable(parts.group("port"))
            .map(Integer::parseInt)
            .orElse(Reflector.DEFAULT_PORT);
    return Optional.ofNullable(parts.group("six"))
        .filter(StampKeys::isSix)
        .or(() -> Optional.ofNullable(parts.group("four")))
        .flatMap(Scalars::literal)
        .filter(address -> !address.isMulticastAddress() && port >= 1 && port <= 65535)
        .map(address -> new InetSocketAddress(address, port));
  }

  private static boolean isSix(String text) {
    return text.indexOf(':') != text.lastIndexOf(':');
  }

  private static Scalar<Network> network() {
    return Scalar.of(
        "network", "an IP address or network, such as 10.4.0.0/16", STRING, StampKeys::asNetwork);
  }

  private static Optional<Network> asNetwork(String text) {
    Matcher parts = NETWORK.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    Optional<InetAddress> address = Scalars.literal(parts.group("address"));
    return address.flatMap(
        base -> {
          int most = base.getAddress().length * 8;
          int bits = Optional.ofNullable(parts.group("bits")).map(Integer::parseInt).orElse(most);
          return bits <= most && !base.isMulticastAddress()
              ? Optional.of(new Network(base, bits))
              : Optional.empty();
        });
  }
}
