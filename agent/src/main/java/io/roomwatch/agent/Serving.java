package io.roomwatch.agent;

import io.roomwatch.agent.blackbox.ProbePage;
import io.roomwatch.agent.cli.Program;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.schedule.Task;
import io.roomwatch.agent.web.Site;
import io.roomwatch.agent.web.WebServer;
import io.roomwatch.agent.web.door.Door;
import io.roomwatch.agent.web.door.WebConfigFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The web server of the daemon. */
final class Serving implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

  private final Ground ground;
  private final Program.Web wanted;
  private final Door door;
  private final WebServer server;

  /**
   * Serves from now on.
   *
   * @throws IOException naming the address that could not be bound, and why
   */
  Serving(Ground ground, Program.Web wanted, Door door, Site site, Supplier<Config> config)
      throws IOException {
    this.ground = ground;
    this.wanted = wanted;
    this.door = door;
    this.server =
        new WebServer(
            wanted.listen(),
            site,
            door,
            new ProbePage(
                    new ProbePage.Ground(
                        () -> ProbeTargets.of(config.get(), ground.facts()),
                        site.room()::status,
                        new TrustInForce(config),
                        ground.work(),
                        ground.nanoTime(),
                        new SecureRandom(),
                        "roomwatch/" + ground.build().version()))
                ::answer,
            new WebServer.Ground(
                ground.work(), ground.clock(), ground.nanoTime(), new SecureRandom()));
    if (!door.knowsClients()
        && server.addresses().stream().anyMatch(one -> !one.getAddress().isLoopbackAddress())) {
      LOG.warn(
          "served beyond this machine without authentication: strangers see states and metrics,"
              + " without addresses; --web.config.file lets people sign in");
    }
  }

  /**
   * The door as it is asked for.
   *
   * @throws UnusableConfig every fault of the web configuration, one a line
   */
  static Door door(Ground ground, Program.Web wanted) throws UnusableConfig {
    List<String> names = new ArrayList<>();
    String host = ground.facts().hostName();
    names.add(host);
    names.add(host + ".local");
    wanted.externalUrl().map(URI::getHost).ifPresent(names::add);
    try {
      return new Door(
          wanted.configFile().map(WebConfigFile::new),
          names,
          ground.nanoTime(),
          new SecureRandom());
    } catch (IOException e) {
      throw new UnusableConfig("--web.config.file", e);
    }
  }

  /** Looks every now and then whether the web configuration has changed. */
  static Task lookingAtDoor(
      Supplier<Optional<Serving>> serving, Records records, Duration interval) {
    return Plans.housekeeping(
        "agent.web-config", interval, () -> serving.get().ifPresent(one -> one.look(records)));
  }

  /** Reads the web configuration again when it has changed, and says what came of it. */
  private void look(Records records) {
    switch (door.again()) {
      case Door.Look.Same same -> {}
      case Door.Look.Taken taken -> {
        LOG.info("the web configuration has changed and is in force");
        note(records, "The web configuration was read again.");
      }
      case Door.Look.Refused refused -> {
        LOG.error("the web configuration is not taken, the old one stays: {}", refused.why());
        note(
            records,
            "A web configuration was read and not taken, the old one stays: " + refused.why());
      }
    }
  }

  private static void note(Records records, String text) {
    records.note(Event.Kind.RELOAD, "web configuration", text);
  }

  /** What is shown may have changed. Never waits. */
  void changed() {
    server.changed();
  }

  /** Where others reach the status page; empty when it is served to this machine only. */
  Optional<URI> page() {
    if (wanted.externalUrl().isPresent()) {
      return wanted.externalUrl();
    }
    return server.addresses().stream()
        .filter(address -> !address.getAddress().isLoopbackAddress())
        .findFirst()
        .map(
            address ->
                URI.create(
                    address.getAddress().isAnyLocalAddress()
                        ? scheme() + ground.facts().hostName() + ":" + address.getPort()
                        : url(address)));
  }

  /** Of each address that is listened on. */
  List<URI> urls() {
    return server.addresses().stream().map(this::url).map(URI::create).toList();
  }

  /** The URLs, separated by spaces. */
  @Override
  public String toString() {
    return urls().stream().map(URI::toString).collect(Collectors.joining(" "));
  }

  @Override
  public void close() {
    server.close();
  }

  private String scheme() {
    return door.isTls() ? "https://" : "http://";
  }

  private String url(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return scheme() + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
