package io.roomwatch.agent.config;

import io.roomwatch.agent.config.Cloud.Port;
import io.roomwatch.agent.config.Cloud.Protocol;
import io.roomwatch.agent.yaml.Document;
import io.roomwatch.agent.yaml.Items;
import io.roomwatch.agent.yaml.Key;
import io.roomwatch.agent.yaml.Outcome;
import io.roomwatch.agent.yaml.Scalar;
import io.roomwatch.agent.yaml.Scalars;
import io.roomwatch.agent.yaml.Section;
import io.roomwatch.agent.yaml.Surroundings;
import io.roomwatch.agent.yaml.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Which ports Zoom uses: the data of {@code ports.yaml}, each entry with where it is known from.
 *
 * @param version the day of the data
 * @param profiles what is opened towards the cloud, by profile
 * @param room what Zoom Rooms uses on the device itself
 */
public record ZoomPorts(String version, Map<String, List<Entry>> profiles, List<Entry> room) {

  /**
   * Some ports of one protocol.
   *
   * @param first 1 to 65535
   * @param last the same as the first for a single port
   */
  public record Ports(Protocol protocol, int first, int last) {

    boolean contains(int port) {
      return first <= port && port <= last;
    }

    /** Each port by itself. */
    public List<Port> each(boolean informational) {
      return IntStream.rangeClosed(first, last)
          .mapToObj(port -> new Port(protocol, port, informational))
          .toList();
    }

    @Override
    public String toString() {
      String numbers = first == last ? String.valueOf(first) : first + "-" + last;
      return protocol.label() + "/" + numbers;
    }
  }

  /**
   * @param provenance {@code official <page>} or {@code seed}
   * @param use what for, as a phrase
   * @param informational what is found there never fails the room
   */
  public record Entry(Ports ports, String provenance, String use, boolean informational) {}

  /** The remote control interface of Zoom Rooms, SSH (Zoom developer documentation). */
  private static final int ZR_CSAPI = 2244;

  private static final int MOST_IN_A_RANGE = 64;
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

  private static final Key<Protocol> PROTOCOL =
      Key.required(
          "protocol", Scalars.oneOf("protocol", Protocol.values(), Protocol::label), "", "tcp");
  private static final Key<int[]> NUMBERS =
      Key.required(
          "ports",
          Scalar.of("ports", "a port or a range", Map.of("type", "string"), ZoomPorts::asRange),
          "",
          "443");
  private static final Key<String> PROVENANCE =
      Key.required(
          "provenance", Scalars.text("text", "official or seed", "official .+|seed"), "", "seed");
  private static final Key<String> USE = Key.required("use", Scalars.text("text"), "", "media");
  private static final Key<Boolean> INFORMATIONAL =
      Key.required("informational", Scalars.bool(), "", "false");

  private static final Items<Entry> ENTRIES =
      Items.of(
          Section.of(
              "an entry",
              "",
              List.of(PROTOCOL, NUMBERS, PROVENANCE, USE, INFORMATIONAL),
              values ->
                  new Entry(
                      new Ports(
                          values.get(PROTOCOL), values.get(NUMBERS)[0], values.get(NUMBERS)[1]),
                      values.get(PROVENANCE),
                      values.get(USE),
                      values.get(INFORMATIONAL))),
          "entries");

  private static final Key<String> VERSION = Key.required("version", Scalars.text("text"), "", "");
  private static final Key<Map<String, List<Entry>>> PROFILES =
      Key.required(
          "profiles",
          Table.of(
              "profile",
              List.of(
                  new Table.Entry<>(
                      "name", Pattern.compile("[a-z-]+"), "", ENTRIES, new Table.Example("", "")))),
          "",
          "");
  private static final Key<List<Entry>> ROOM = Key.required("room", ENTRIES, "", "");

  private static final Section<ZoomPorts> ROOT =
      Section.of(
          "ports.yaml",
          "",
          List.of(VERSION, PROFILES, ROOM),
          values -> new ZoomPorts(values.get(VERSION), values.get(PROFILES), values.get(ROOM)));

  /** Read once, when first asked for. */
  private static final class Shipped {
    private static final ZoomPorts DATA = load();
  }

  /** The data in the jar. */
  public static ZoomPorts shipped() {
    return Shipped.DATA;
  }

  /**
   * What Zoom Rooms itself uses this port for on the device, by TCP or UDP, so that nobody else
   * should listen there.
   *
   * @return to stand behind "port 8888 is used by": {@code Direct Share of Zoom Rooms}; empty when
   *     the port is free
   */
  public static Optional<String> roomUse(int port) {
    return shipped().room.stream()
        .filter(entry -> entry.ports().contains(port))
        .map(Entry::use)
        .findFirst();
  }

  /** ZR-CSAPI: while it is used, the standard controller cannot connect. Never opened. */
  public static boolean isRoomControl(int port) {
    return port == ZR_CSAPI;
  }

  /** The ports of a profile, each by itself. */
  public List<Port> of(String profile) {
    return Objects.requireNonNull(profiles.get(profile), profile).stream()
        .flatMap(entry -> entry.ports().each(entry.informational()).stream())
        .toList();
  }

  /** {@code tcp/443} or {@code udp/8801-8810}. */
  public static Scalar<Ports> custom() {
    return Scalar.of(
        "port",
        "ports such as tcp/443 or udp/8801-8810 (64 at most)",
        Map.of("type", "string", "pattern", "^(tcp|udp)/[0-9]{1,5}(-[0-9]{1,5})?$"),
        ZoomPorts::asPorts);
  }

  private static Optional<Ports> asPorts(String text) {
    for (Protocol protocol : Protocol.values()) {
      String start = protocol.label() + "/";
      if (text.startsWith(start)) {
        return asRange(text.substring(start.length()))
            .map(range -> new Ports(protocol, range[0], range[1]));
      }
    }
    return Optional.empty();
  }

  private static Optional<int[]> asRange(String text) {
    Matcher parts = RANGE.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int first = Integer.parseInt(parts.group(1));
    int last = parts.group(2) == null ? first : Integer.parseInt(parts.group(2));
    boolean isRange = first >= 1 && first <= last && last <= 65535;
    return isRange && last - first < MOST_IN_A_RANGE
        ? Optional.of(new int[] {first, last})
        : Optional.empty();
  }

  private static ZoomPorts load() {
    String name = "ports.yaml";
    try (InputStream in = Objects.requireNonNull(ZoomPorts.class.getResourceAsStream(name), name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Surroundings none = new Surroundings("", Map.of(), Path.of(""));
      return switch (Document.parse(name, text, ROOT, none)) {
        case Outcome.Good<ZoomPorts> good -> good.value();
        case Outcome.Bad<ZoomPorts> bad -> throw new IllegalStateException(bad.faults().toString());
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
