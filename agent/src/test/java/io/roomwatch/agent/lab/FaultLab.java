package io.roomwatch.agent.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
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
      for (String host : List.of("agent", "room")) {
        onlookers.put(host, lab.open(host, Lab.java(io.roomwatch.agent.Onlooker.class)));
      }
      serve("app", () -> app("ZoomRooms", Lab.ROOM, "hold"));
      serve("annex", () -> programs.listener("annex", "ZoomRooms", ANNEX, "hold"));
      serve("far", () -> programs.listener("far", "ZoomRooms", FAR, "hold"));
      serve("controller", () -> programs.controller("controller", Lab.ROOM));
      serve("dns", servers::dns);
      serve("ntp", servers::ntp);
      serve("stun", () -> servers.stun(3478));
      serve("stun2", () -> servers.stun(3479));
      serve("web", () -> servers.web("valid", "redirect"));
      for (Lab.Running each : onlookers.values()) {
        String unused = each.until("ready");
      }
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

  /** Looks once from a host, as {@code roomwatch check} does. */
  Seen look(String host, Path config, Map<String, String> environment) throws Exception {
    Lab.Running onlooker = Objects.requireNonNull(onlookers.get(host));
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
        "ip daddr " + Lab.DNS + " udp dport 53 redirect to :5353");
  }

  void undoing(AutoCloseable undo) {
    faults.push(undo);
  }

  /** Undoes all steps, the newest first. */
  void mend() throws Exception {
    while (!faults.isEmpty()) {
      faults.pop().close();
    }
    for (String host : List.of("agent", "room")) {
      lab.in(host, "ip neigh flush all; conntrack -F 2>/dev/null || true");
    }
  }

  @Override
  public void close() throws Exception {
    lab.close();
  }
}
