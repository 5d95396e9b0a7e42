package io.roomwatch.agent.lab;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomwatch.agent.Onlooker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A lab in which everything is well, and what breaks it: each step undoes itself at {@link #mend}.
 *
 * <p>Beside the network of {@link Lab}: a second room {@code annex} on the room's network, a room
 * {@code far} on a second one behind the same router, and a controller connected to the room. On
 * the agent's host and on the room's a process waits to be asked for a look.
 */
@SuppressWarnings("try") // Whoever interrupts a lab has ended the test.
final class FaultLab implements AutoCloseable {

  static final String ANNEX = "10.77.1.21";
  static final String FAR = "10.77.2.20";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Lab lab;
  private final Servers servers;
  private final RoomPrograms programs;
  private final Map<String, Lab.Running> running = new HashMap<>();
  private final Map<String, Start> usual = new HashMap<>();
  private final Map<String, Lab.Running> onlookers = new HashMap<>();
  private final Deque<AutoCloseable> faults = new ArrayDeque<>();
  private int tables;

  /** Starts a server. */
  interface Start {
    Lab.Running up() throws Exception;
  }

  FaultLab(Path folder) throws Exception {
    lab = new Lab(folder);
    try {
      servers = new Servers(lab);
      programs = new RoomPrograms(lab);
      lab.bridge("lan2", "10.77.2.1/24");
      lab.join("annex", "lan", ANNEX + "/24");
      lab.join("far", "lan2", FAR + "/24");
      serve("app", () -> app("ZoomRooms", Lab.ROOM, "hold"));
      serve("annex", () -> programs.listener("annex", "ZoomRooms", ANNEX, "hold"));
      serve("far", () -> programs.listener("far", "ZoomRooms", FAR, "hold"));
      serve("controller", () -> programs.controller("controller", Lab.ROOM));
      serve("dns", servers::dns);
      serve("ntp", servers::ntp);
      serve("stun", () -> servers.stun(3478));
      serve("stun2", () -> servers.stun(3479));
      serve("web", () -> servers.web("valid", "redirect"));
      settle();
    } catch (Exception | Error e) {
      lab.close();
      throw e;
    }
  }

  Lab lab() {
    return lab;
  }

  Servers servers() {
    return servers;
  }

  private void serve(String name, Start start) throws Exception {
    usual.put(name, start);
    running.put(name, start.up());
  }

  private Lab.Running running(String name) {
    return Objects.requireNonNull(running.get(name));
  }

  /** A program on the room's device that has port 9090. */
  Lab.Running app(String name, String address, String mode) throws Exception {
    return programs.listener("room", name, address, mode);
  }

  private Lab.Running onlooker(String host) throws Exception {
    Lab.Running there = onlookers.get(host);
    if (there != null) {
      return there;
    }
    Lab.Running started = lab.open(host, Lab.java(Onlooker.class));
    String unused = started.until(Lab.READY);
    onlookers.put(host, started);
    return started;
  }

  /** Looks once from a host, as {@code roomwatch check} does. */
  Seen look(String host, Path config, Map<String, String> environment) throws Exception {
    Lab.Running onlooker = onlooker(host);
    onlooker.tell(
        JSON.writeValueAsString(
            Map.of(
                "args",
                List.of("check", "--format", "json", "--config.file", config.toString()),
                "env",
                environment)));
    JsonNode answer = JSON.readTree(onlooker.until("\"code\""));
    String out = answer.get("out").asText();
    if (!out.startsWith("{")) {
      throw new AssertionError(out + answer.get("err").asText());
    }
    return new Seen(answer.get("code").asInt(), JSON.readTree(out), answer.get("err").asText());
  }

  /** A file in the lab's folder. */
  Path file(String name, String text) throws Exception {
    return Files.writeString(lab.folder().resolve(name), text);
  }

  /** Runs a line on a host, and the other one when it is mended. */
  void run(String host, String line, String undo) throws Exception {
    String unused = lab.in(host, line);
    faults.push(() -> lab.in(host, undo));
  }

  /** Adds a filter rule to a host: {@code input}, {@code output} or {@code forward}. */
  void filter(String host, String hook, String... rules) throws Exception {
    chain(host, "filter hook " + hook + " priority 0; policy accept;", rules);
  }

  /** Adds a chain of nftables with rules to a host. */
  void chain(String host, String head, String... rules) throws Exception {
    String table = "fault" + ++tables;
    StringBuilder text = new StringBuilder("table inet " + table + " {\n chain c {\n type " + head);
    for (String rule : rules) {
      text.append("\n").append(rule);
    }
    Path file = file(table + ".nft", text.append("\n}\n}\n").toString());
    run(host, "nft -f " + file, "nft delete table inet " + table);
  }

  /** Stops one of the usual servers. */
  void stop(String name) throws Exception {
    Start start = Objects.requireNonNull(usual.get(name));
    running(name).close();
    faults.push(() -> running.put(name, start.up()));
  }

  /** Puts another server in the place of a usual one. */
  void instead(String name, Start other) throws Exception {
    stop(name);
    start(other);
  }

  /** Starts a server beside the usual ones. */
  void start(Start other) throws Exception {
    faults.push(other.up());
  }

  /** Has the cloud's web server behave in another way, see {@link CloudServer}. */
  void web(String what, String to, String usually) throws Exception {
    change(what + " " + to);
    faults.push(() -> change(what + " " + usually));
  }

  /** Has the cloud show another certificate, see {@link Certificates}. */
  void certificate(String name) throws Exception {
    web("certificate", keys(name), keys("valid"));
  }

  private String keys(String name) {
    return lab.folder().resolve(name + ".p12").toString();
  }

  private void change(String line) throws Exception {
    Lab.Running web = running("web");
    web.tell(line);
    String unused = web.until("done");
  }

  /** Has names answered from elsewhere, see {@link OddNames}. */
  void names(String what) throws Exception {
    web("names", what, "off");
    chain(
        "cloud",
        "nat hook prerouting priority -100;",
        "ip daddr " + Lab.DNS + " udp dport 53 dnat ip to " + Lab.DNS + ":5353");
  }

  /** Gives a host these DNS servers. */
  void resolvers(String host, String... addresses) throws Exception {
    lab.resolver(host, addresses);
    faults.push(() -> lab.resolver(host, Lab.DNS));
  }

  /** Has the package database of the room's device say that this version is installed. */
  void installed(String version) throws Exception {
    Path status =
        file(
            "dpkg.status",
            """
            Package: zoomrooms
            Status: install ok installed
            Maintainer: Zoom Video Communications, Inc.
            Version: %s
            """
                .formatted(version));
    run("room", "mount --bind " + status + " /var/lib/dpkg/status", "umount /var/lib/dpkg/status");
  }

  /** Has the agent trust another file of this lab's folder. */
  void anchors(String name) throws Exception {
    Path ca = lab.folder().resolve("ca.pem");
    Path kept = lab.folder().resolve("kept.pem");
    Files.copy(ca, kept, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(lab.folder().resolve(name), ca, StandardCopyOption.REPLACE_EXISTING);
    faults.push(() -> Files.move(kept, ca, StandardCopyOption.REPLACE_EXISTING));
  }

  /** One more controller, connected to the room. */
  Lab.Running controller(String host, String room) throws Exception {
    return programs.controller(host, room);
  }

  /** A server that says one line to whoever connects. */
  Lab.Running says(String host, int port, String line) throws Exception {
    return programs.greeter(host, port, line);
  }

  /** The real Prometheus, on its own default port. */
  Lab.Running prometheus(String host) throws Exception {
    Path empty = file("prometheus.yml", "{}\n");
    return lab.start(
        host,
        "Server is ready",
        List.of(
            "prometheus",
            "--config.file=" + empty,
            "--storage.tsdb.path=" + lab.folder().resolve("tsdb")));
  }

  /** Gives a host a second interface, on the network of its first. */
  static void secondInterface(Lab lab, String host, String name, String bridge, String address)
      throws Exception {
    String port = host + "2";
    String unused = lab.in(host, "ip link add " + name + " type veth peer name " + port);
    lab.move(host, port);
    unused = lab.in("router", "ip link set " + port + " master " + bridge + " up");
    unused = lab.in(host, "ip addr add " + address + " dev " + name);
    unused = lab.in(host, "ip link set " + name + " up");
  }

  /** Gives the agent Wi-Fi beside its wire, which carries the default route. */
  void wifi(int dbm) throws Exception {
    secondInterface(lab, "agent", "wlan0", "lan", "10.77.1.102/24");
    faults.push(() -> lab.in("agent", "ip link del wlan0; ip route replace default via 10.77.1.1"));
    Radio.make(lab, "agent", "wlan0", dbm);
    faults.push(() -> Radio.unmake(lab, "agent"));
    String unused = lab.in("agent", "ip route replace default via 10.77.1.1 dev wlan0");
  }

  /** Gives names IPv6 addresses and the agent an IPv6 default route, which lead nowhere. */
  void blackHole() throws Exception {
    instead("dns", () -> servers.dns("--host-record=zoom.us," + Lab.CLOUD + ",2001:db8:cafe::10"));
    run(
        "router",
        "ip -6 addr add 2001:db8:1::1/64 dev lan nodad",
        "ip -6 addr del 2001:db8:1::1/64 dev lan");
    run(
        "agent",
        "ip -6 addr add 2001:db8:1::2/64 dev eth0 nodad; ip -6 route add default via 2001:db8:1::1",
        "ip -6 route del default; ip -6 addr del 2001:db8:1::2/64 dev eth0");
  }

  /** Brings up a VPN's tunnel with these routes; nobody is at its other end. */
  void tunnel(String host, String... routes) throws Exception {
    start(() -> lab.start(host, Lab.READY, List.of("perl", "-e", Lab.HOLD_TUN)));
    for (String each : List.of("ip addr add 10.99.0.2/32 dev tun0", "ip link set tun0 up")) {
      String unused = lab.in(host, each);
    }
    for (String route : routes) {
      // Before the one that is there, without a metric.
      String unused =
          lab.in(
              host,
              "ip route " + (route.equals("default") ? "replace " : "add ") + route + " dev tun0");
    }
    faults.push(() -> lab.in(host, "ip route replace default via 10.77.1.1 dev eth0"));
  }

  /** Undoes all steps, the newest first. */
  void mend() throws Exception {
    while (!faults.isEmpty()) {
      faults.pop().close();
    }
    settle();
  }

  /** Waits until the controller is back, and has the hosts forget whom they know. */
  private void settle() throws Exception {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                lab.in("room", "ss -Htn state established sport = :9090 || true")
                    .contains(Lab.CONTROLLER + ":"));
    for (String host : List.of("agent", "room")) {
      lab.in(host, "ip neigh flush all");
    }
  }

  @Override
  public void close() throws Exception {
    lab.close();
  }
}
