package io.roomwatch.agent.check.link;

import io.roomwatch.agent.check.Addresses;
import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.LinuxEdition;
import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.RoomApp;
import io.roomwatch.agent.facts.RunningProcess;
import io.roomwatch.agent.facts.TcpSocket;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * {@code link.listener}: something listens on TCP 9090 of this machine, and it is the room's own
 * program, on an address that a controller can reach. Sends no packet.
 *
 * <p>Reasons: {@code not-listening}, {@code foreign-owner}, {@code loopback-only}, {@code
 * permission} (something listens, its owner is hidden), and why sockets could not be read.
 */
final class LinkListener implements Check {

  private final CheckContext context;

  /** Whether the room's own listener, or one that may be it, was here once. */
  private volatile boolean seen;

  LinkListener(CheckContext context) {
    this.context = context;
  }

  @Override
  public CheckId id() {
    return CheckId.of(CheckKind.LINK_LISTENER);
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    return CompletableFuture.completedFuture(
        switch (context.facts().sockets(Peer.DEFAULT_PORT)) {
          case Fact.Unread<List<TcpSocket>> unread ->
              Finding.unknown(
                  unread.reason(),
                  "Whether something listens on port 9090 cannot be read: " + unread.why());
          case Fact.Known<List<TcpSocket>> known -> judge(known.value());
        });
  }

  /** Whose listener it is. */
  private sealed interface Owner {
    record Room(RunningProcess process) implements Owner {}

    record Foreign(RunningProcess process) implements Owner {}

    record Hidden(Reason reason, String why) implements Owner {}
  }

  private record Listener(TcpSocket socket, Owner owner) {
    boolean reachable() {
      return !socket.local().getAddress().isLoopbackAddress();
    }

    String address() {
      return Addresses.text(socket.local().getAddress());
    }

    boolean isRoom() {
      return owner instanceof Owner.Room;
    }
  }

  private Finding judge(List<TcpSocket> sockets) {
    List<TcpSocket> listening =
        sockets.stream().filter(socket -> socket.state() == TcpSocket.State.LISTEN).toList();
    if (listening.isEmpty()) {
      return LinuxEdition.none(context, "Nothing listens on port 9090 here")
          .filter(none -> !seen)
          .orElseGet(
              () ->
                  Finding.failed(
                      Reason.NOT_LISTENING,
                      "Nothing listens on port 9090 here, so no controller can connect: the room"
                          + " app is not running or could not open the port."))
          .with(Reading.flag("listening", false));
    }
    Fact<List<RunningProcess>> processes = context.facts().processes();
    List<Listener> listeners =
        listening.stream().map(socket -> new Listener(socket, owner(socket, processes))).toList();
    Listener telling = telling(listeners);
    if (!(telling.owner() instanceof Owner.Foreign)) {
      seen = true;
    }
    return judge(listeners, telling)
        .with(
            Reading.flag("listening", true),
            Reading.texts(
                "addresses", listeners.stream().map(Listener::address).distinct().toList()),
            ownerName(telling.owner()),
            telling.socket().pid().isPresent()
                ? Reading.number("owner_pid", (double) telling.socket().pid().getAsLong())
                : Reading.absent("owner_pid"));
  }

  private Finding judge(List<Listener> listeners, Listener telling) {
    Optional<Listener> room =
        listeners.stream().filter(one -> one.isRoom() && one.reachable()).findFirst();
    return switch (telling.owner()) {
      case Owner.Foreign foreign ->
          room.map(
                  own ->
                      Finding.degraded(
                          Reason.FOREIGN_OWNER,
                          "The room app listens on port 9090, but "
                              + foreignName(foreign.process())
                              + " holds the same port on "
                              + telling.address()
                              + "."))
              .orElseGet(
                  () ->
                      Finding.failed(
                          Reason.FOREIGN_OWNER,
                          "Port 9090 is held by "
                              + foreignName(foreign.process())
                              + ", so the room app cannot open it"
                              + advice(foreign.process())
                              + "."));
      case Owner.Room own when !telling.reachable() -> loopbackOnly(own.process().name());
      case Owner.Room own ->
          Finding.ok(own.process().name() + " listens on port 9090 at " + telling.address() + ".");
      case Owner.Hidden hidden when !telling.reachable() ->
          loopbackOnly("A program whose name cannot be read");
      case Owner.Hidden hidden ->
          Finding.unknown(
              hidden.reason(),
              "Something listens on port 9090 at "
                  + telling.address()
                  + ", but whether it is the room app cannot be told: "
                  + hidden.why());
    };
  }

  private static Finding loopbackOnly(String who) {
    return Finding.failed(
        Reason.LOOPBACK_ONLY,
        who
            + " listens on port 9090 only for this machine itself (loopback), so no controller can"
            + " connect.");
  }

  /**
   * The listener that decides: a foreign one, else the room's reachable one, else any reachable,
   * else the first.
   */
  private static Listener telling(List<Listener> listeners) {
    return listeners.stream()
        .filter(one -> one.owner() instanceof Owner.Foreign)
        .findFirst()
        .or(() -> listeners.stream().filter(one -> one.isRoom() && one.reachable()).findFirst())
        .or(() -> listeners.stream().filter(Listener::reachable).findFirst())
        .orElseGet(() -> listeners.get(0));
  }

  private Owner owner(TcpSocket socket, Fact<List<RunningProcess>> processes) {
    if (socket.pid().isEmpty()) {
      return new Owner.Hidden(
          Reason.PERMISSION, "this user may not see who owns the sockets of other users.");
    }
    long pid = socket.pid().getAsLong();
    return switch (processes) {
      case Fact.Unread<List<RunningProcess>> unread ->
          new Owner.Hidden(unread.reason(), unread.why());
      case Fact.Known<List<RunningProcess>> known ->
          known.value().stream()
              .filter(process -> process.pid() == pid)
              .findFirst()
              .map(
                  process -> isRoom(process) ? new Owner.Room(process) : new Owner.Foreign(process))
              .orElseGet(
                  () ->
                      new Owner.Hidden(
                          Reason.NOT_FOUND, "process " + pid + " is not among those visible."));
    };
  }

  private boolean isRoom(RunningProcess process) {
    List<String> apps = context.config().room().app().processes();
    String path = process.path().orElse("").toLowerCase(Locale.ROOT);
    return apps.stream().anyMatch(app -> app.equalsIgnoreCase(process.name()))
        || (RoomApp.isHelper(process.name())
            && (path.isEmpty() || path.contains("zoomrooms") || path.contains("zoompresence")));
  }

  private static Reading ownerName(Owner owner) {
    return switch (owner) {
      case Owner.Room room -> Reading.text("owner", room.process().name());
      case Owner.Foreign foreign -> Reading.text("owner", foreign.process().name());
      case Owner.Hidden hidden -> Reading.absent("owner");
    };
  }

  private static String foreignName(RunningProcess process) {
    return process.name() + " (process " + process.pid() + ")";
  }

  /** Both have 9090 as their default port (prometheus.io, cockpit-project.org). */
  private static String advice(RunningProcess process) {
    String name = process.name().toLowerCase(Locale.ROOT);
    if (name.equals("prometheus")) {
      return "; 9090 is the default port of Prometheus: move it with --web.listen-address";
    }
    if (name.startsWith("cockpit")) {
      return "; 9090 is the default port of Cockpit: move or disable cockpit.socket";
    }
    if (name.equals("systemd") && process.pid() == 1) {
      return "; systemd holds a port for a service that starts on demand, and for 9090 that is"
          + " usually Cockpit: move or disable cockpit.socket";
    }
    return "";
  }
}
