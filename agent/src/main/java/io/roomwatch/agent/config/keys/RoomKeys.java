package io.roomwatch.agent.config.keys;

import io.roomwatch.agent.config.Room;
import io.roomwatch.agent.yaml.Items;
import io.roomwatch.agent.yaml.Key;
import io.roomwatch.agent.yaml.Scalar;
import io.roomwatch.agent.yaml.Scalars;
import io.roomwatch.agent.yaml.Section;
import io.roomwatch.agent.yaml.Table;
import io.roomwatch.agent.yaml.Template;
import io.roomwatch.agent.yaml.Values;
import java.net.InetAddress;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys of {@code room}. */
public final class RoomKeys {
  private RoomKeys() {}

  static final Key<String> NAME =
      Key.computed(
          "name",
          Scalars.text("text"),
          "The room's name, shown everywhere.",
          "this host's name",
          "Boardroom 4.12",
          // Quoted: a host may be named null, or 4.12.
          values -> Template.quoted(values.surroundings().hostName()));

  static final Key<String> SITE =
      Key.of(
          "site",
          Scalars.text("text"),
          "The building or campus; rooms of one site are compared with each other.",
          "default");

  static final Key<Optional<InetAddress>> DEVICE =
      Key.of(
          "device",
          device(),
          "'self' when this machine is the Zoom Rooms device; its address when the agent sits"
              + " beside it. An address that no peer has becomes a peer named 'room'.",
          "self");

  static final Key<List<InetAddress>> CONTROLLERS =
      Key.of(
          "controllers",
          Items.of(Scalars.address(), "addresses").distinct(),
          "Addresses of the controllers and scheduling displays expected to hold a connection to"
              + " port 9090. With none, any connection will do.",
          "[]");

  private static final Key<List<String>> PROCESSES =
      Key.of(
          "processes",
          Items.of(process(), "names").notEmpty().distinct(),
          "Names of the program that is the room app, without .exe; any of them will do.",
          "[ZoomRooms, ZoomPresence]");

  private static final Section<Room.App> APP =
      Section.of(
          "room.app",
          "The Zoom Rooms program on the device.",
          List.of(PROCESSES),
          values -> new Room.App(values.get(PROCESSES)));

  private static final Key<String> MINIMUM =
      Key.optional(
          "minimum",
          Words.version(),
          "The lowest version that Zoom still accepts. Without it, versions are shown and not"
              + " judged.",
          "6.5.0");

  private static final Key<LocalDate> AS_OF =
      Key.optional(
          "as_of",
          Scalars.date(),
          "The day on which you looked that minimum up; an old one is worth a reminder.",
          "2026-11-20");

  private static final Key<Map<String, String>> CONTROLLER_VERSIONS =
      Key.of(
          "controllers",
          Table.of(
              "controller",
              List.of(
                  new Table.Entry<>(
                      "<name or address>",
                      Pattern.compile("[^<>]{1,100}"),
                      "The version that this controller shows.",
                      Words.version(),
                      new Table.Example("10.4.13.31", "6.5.1")))),
          "The version that each controller shows, by its name or address: nobody can ask it from"
              + " here.",
          "{}");

  private static final Section<Room.Version> VERSION =
      Section.of(
              "room.version",
              "What people know about versions.",
              List.of(MINIMUM, AS_OF, CONTROLLER_VERSIONS),
              values ->
                  new Room.Version(
                      values.find(MINIMUM), values.find(AS_OF), values.get(CONTROLLER_VERSIONS)))
          .checked(RoomKeys::dated);

  private static final Key<LocalDate> ISSUED =
      Key.optional(
          "issued",
          Scalars.date(),
          "The day on which the activation code was issued, while a setup is under way; it lives 10"
              + " days. Without it, no setup is under way.",
          "2026-11-20");

  private static final Section<Optional<Room.Activation>> ACTIVATION =
      Section.of(
          "room.activation",
          "A setup under way.",
          List.of(ISSUED),
          values -> values.find(ISSUED).map(Room.Activation::new));

  private static final Key<Room.App> APP_KEY = Key.section("app", APP);
  private static final Key<Room.Version> VERSION_KEY = Key.section("version", VERSION);
  private static final Key<Optional<Room.Activation>> ACTIVATION_KEY =
      Key.section("activation", ACTIVATION);

  public static final Section<Room> ROOM =
      Section.of(
          "room",
          "The room that this agent watches.",
          List.of(NAME, SITE, DEVICE, CONTROLLERS, APP_KEY, VERSION_KEY, ACTIVATION_KEY),
          values ->
              new Room(
                  values.get(NAME),
                  values.get(SITE),
                  new Room.Where(values.get(DEVICE), values.has(DEVICE) || values.has(APP_KEY)),
                  values.get(CONTROLLERS),
                  values.get(APP_KEY),
                  values.get(VERSION_KEY),
                  values.get(ACTIVATION_KEY)));

  private static void dated(Values values) {
    if (values.has(AS_OF) && !values.has(MINIMUM)) {
      values.spot(AS_OF).fault("says when 'minimum' was looked up, but there is no 'minimum'");
    }
  }

  private static Scalar<Optional<InetAddress>> device() {
    return Scalar.of(
        "self or address",
        "self, or the IP address of the Zoom Rooms device",
        Map.of("type", "string"),
        RoomKeys::asDevice);
  }

  private static Optional<Optional<InetAddress>> asDevice(String text) {
    Optional<InetAddress> address = Scalars.literal(text).filter(Scalars::isOneMachine);
    return text.equals("self") || address.isPresent() ? Optional.of(address) : Optional.empty();
  }

  private static Scalar<String> process() {
    String expected = "the name of a program, without its folder";
    return Scalars.text("name", expected, "[^/\\\\]{1,100}")
        .map(name -> name.replaceFirst("(?i)\\.exe$", ""));
  }
}
