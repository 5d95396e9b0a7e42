package io.roomwatch.agent.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomwatch.agent.facts.DhcpLease;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.facts.HostLoad;
import io.roomwatch.agent.facts.InstalledApplication;
import io.roomwatch.agent.facts.Neighbour;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.Peripheral;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.facts.RunningProcess;
import io.roomwatch.agent.facts.TcpSocket;
import io.roomwatch.agent.facts.Wifi;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/** Each fact as JSON; what the system does not say is null. */
final class FactWords {

  /** More entries say nothing more to a person, and a table of neighbours may have thousands. */
  private static final int MOST = 500;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private FactWords() {}

  /** The first {@value #MOST}, and how many more there are. */
  static <T> ArrayNode bounded(List<T> all, Function<T, JsonNode> words) {
    ArrayNode array = JSON.arrayNode();
    all.stream().limit(MOST).map(words).forEach(array::add);
    if (all.size() > MOST) {
      array.add("… and " + (all.size() - MOST) + " more, left out");
    }
    return array;
  }

  static JsonNode networkInterface(NetInterface one) {
    ObjectNode node = JSON.objectNode();
    node.put("name", one.name());
    node.put("description", one.description());
    node.put("kind", label(one.kind()));
    node.put("up", one.up());
    node.set("addresses", bounded(one.addresses(), subnet -> JSON.textNode(subnet.toString())));
    number(node, "speed_bits_per_second", one.speedBitsPerSecond());
    node.put("received_bytes", one.counters().bytesReceived());
    node.put("sent_bytes", one.counters().bytesSent());
    node.put("errors_in", one.counters().errorsIn());
    node.put("errors_out", one.counters().errorsOut());
    return node;
  }

  static JsonNode route(Route route) {
    ObjectNode node = JSON.objectNode();
    node.put("destination", route.destination().toString());
    text(node, "gateway", route.gateway().map(InetAddress::getHostAddress));
    node.put("interface", route.interfaceName());
    node.put("metric", route.metric());
    return node;
  }

  static JsonNode address(InetAddress address) {
    return JSON.textNode(address.getHostAddress());
  }

  static JsonNode lease(DhcpLease lease) {
    ObjectNode node = JSON.objectNode();
    node.put("interface", lease.interfaceName());
    node.put("address", lease.address().getHostAddress());
    text(node, "server", lease.server().map(InetAddress::getHostAddress));
    text(node, "end", lease.end().map(Object::toString));
    return node;
  }

  static JsonNode neighbour(Neighbour one) {
    ObjectNode node = JSON.objectNode();
    node.put("address", one.address().getHostAddress());
    node.put("interface", one.interfaceName());
    node.put("answered", one.answered());
    node.set(
        "confirmed_seconds_ago",
        one.confirmedAgo()
            .<JsonNode>map(ago -> JSON.numberNode(ago.toSeconds()))
            .orElseGet(JSON::nullNode));
    return node;
  }

  static JsonNode socket(TcpSocket socket) {
    ObjectNode node = JSON.objectNode();
    node.put("state", label(socket.state()));
    node.put("local", end(socket.local()));
    text(node, "remote", socket.remote().map(FactWords::end));
    number(node, "pid", socket.pid());
    return node;
  }

  private static String end(InetSocketAddress end) {
    String address = end.getAddress().getHostAddress();
    return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + end.getPort();
  }

  static JsonNode proxy(ProxySettings settings) {
    ObjectNode node = JSON.objectNode();
    text(node, "proxy", settings.proxy().map(Object::toString));
    node.set("bypass", bounded(settings.bypass(), JSON::textNode));
    text(node, "pac_url", settings.pacUrl());
    node.put("auto_detect", settings.autoDetect());
    return node;
  }

  static JsonNode wifi(Wifi wifi) {
    ObjectNode node = JSON.objectNode();
    node.put("interface", wifi.interfaceName());
    number(node, "signal_dbm", wifi.signalDbm());
    number(node, "quality_ratio", wifi.qualityRatio());
    return node;
  }

  static JsonNode firewall(HostFirewall firewall) {
    ObjectNode node = JSON.objectNode();
    node.put("product", firewall.product());
    ArrayNode profiles = node.putArray("profiles");
    firewall
        .profiles()
        .forEach(
            profile ->
                profiles
                    .addObject()
                    .put("name", profile.name())
                    .put("enabled", profile.enabled())
                    .put("active", profile.active()));
    ObjectNode inbound = node.putObject("inbound_tcp_9090");
    inbound.put("action", label(firewall.inbound().action()));
    text(inbound, "rule", firewall.inbound().rule());
    inbound.put("default_blocks", firewall.inbound().defaultBlocks());
    node.set("rules", bounded(firewall.rules(), JSON::textNode));
    return node;
  }

  /** The entries without comments, in which people write anything. */
  static JsonNode hosts(String text) {
    return bounded(
        text.lines()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> !line.isEmpty())
            .toList(),
        JSON::textNode);
  }

  static JsonNode process(RunningProcess process) {
    ObjectNode node = JSON.objectNode();
    node.put("name", process.name());
    text(node, "path", process.path());
    node.put("started", process.started().toString());
    text(node, "user", process.user());
    node.set(
        "session",
        process.session().isPresent()
            ? JSON.numberNode(process.session().getAsInt())
            : JSON.nullNode());
    return node;
  }

  static JsonNode application(InstalledApplication application) {
    ObjectNode node = JSON.objectNode();
    node.put("name", application.name());
    text(node, "version", application.version());
    node.put("vendor", application.vendor());
    return node;
  }

  static JsonNode peripheral(Peripheral peripheral) {
    return JSON.objectNode().put("kind", label(peripheral.kind())).put("name", peripheral.name());
  }

  static JsonNode load(HostLoad load) {
    ObjectNode node = JSON.objectNode();
    node.put("uptime_seconds", load.uptime().toSeconds());
    number(node, "cpu_ratio", load.cpuRatio());
    node.put("memory_total_bytes", load.memory().totalBytes());
    node.put("memory_available_bytes", load.memory().availableBytes());
    text(node, "disk", load.disk().map(HostLoad.Disk::mount));
    number(node, "disk_total_bytes", bytes(load.disk().map(HostLoad.Disk::totalBytes)));
    number(node, "disk_free_bytes", bytes(load.disk().map(HostLoad.Disk::freeBytes)));
    node.set(
        "pending_reboot",
        load.pendingReboot().<JsonNode>map(JSON::booleanNode).orElseGet(JSON::nullNode));
    return node;
  }

  private static OptionalLong bytes(Optional<Long> number) {
    return number.map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  private static void text(ObjectNode node, String name, Optional<String> value) {
    node.set(name, value.<JsonNode>map(JSON::textNode).orElseGet(JSON::nullNode));
  }

  private static void number(ObjectNode node, String name, OptionalLong value) {
    node.set(name, value.isPresent() ? JSON.numberNode(value.getAsLong()) : JSON.nullNode());
  }

  private static void number(ObjectNode node, String name, OptionalDouble value) {
    boolean real = value.isPresent() && Double.isFinite(value.getAsDouble());
    node.set(name, real ? JSON.numberNode(value.getAsDouble()) : JSON.nullNode());
  }

  private static String label(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
