package io.roomwatch.agent.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.RoomApp;
import io.roomwatch.agent.facts.SecurityProducts;
import io.roomwatch.agent.journal.ProxyText;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What this machine says about itself, as a document: each fact is {@code {"state":"known",
 * "value":…}} or {@code {"state":"unknown","reason":"permission","why":"…"}}. All are read at the
 * same time, and what does not answer in time is an unknown of its own. Of programs and
 * applications only those are kept that concern the room; peripherals only where their check is
 * enabled. No hardware address, serial number or name of a Wi-Fi network is read at all.
 */
public final class FactSheet {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private FactSheet() {}

  /**
   * Reads; waits for {@code patience} at most.
   *
   * @param now wall-clock time
   */
  public static ObjectNode read(
      Facts facts, Config config, Instant now, Clockwork clockwork, Duration patience) {
    long end = clockwork.nanoTime().getAsLong() + patience.toNanos();
    Map<String, Future<JsonNode>> reads = new LinkedHashMap<>();
    sources(facts, config)
        .forEach((name, source) -> reads.put(name, clockwork.threads().submit(source::get)));
    ObjectNode sheet = JSON.objectNode();
    sheet.put("read_at", now.toString());
    sheet.put("platform", facts.platform().name().toLowerCase(java.util.Locale.ROOT));
    reads.forEach(
        (name, read) ->
            sheet.set(name, await(read, end - clockwork.nanoTime().getAsLong(), patience)));
    return sheet;
  }

  /**
   * @param nanoTime monotonic nanoseconds
   */
  public record Clockwork(ExecutorService threads, LongSupplier nanoTime) {}

  private static JsonNode await(Future<JsonNode> read, long nanos, Duration patience) {
    try {
      return read.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      read.cancel(true);
      return unread(
          Fact.unread(
              Reason.TIMEOUT, "It was not read within " + patience.toMillis() / 1000.0 + " s."));
    } catch (ExecutionException e) {
      return unread(
          Fact.unread(Reason.ERROR, "This is a fault of Roomwatch itself: " + e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unread(Fact.unread(Reason.ERROR, "Reading was interrupted."));
    }
  }

  private static Map<String, Supplier<JsonNode>> sources(Facts facts, Config config) {
    Map<String, Supplier<JsonNode>> sources = new LinkedHashMap<>();
    sources.put("host_name", () -> JSON.textNode(facts.hostName()));
    list(sources, "interfaces", facts::interfaces, FactWords::networkInterface);
    list(sources, "routes", facts::routes, FactWords::route);
    list(sources, "resolvers", facts::resolvers, FactWords::address);
    list(sources, "dhcp_leases", facts::leases, FactWords::lease);
    list(sources, "neighbours", facts::neighbours, FactWords::neighbour);
    list(sources, "link_sockets", () -> facts.sockets(Peer.DEFAULT_PORT), FactWords::socket);
    sources.put("proxies", () -> proxies(facts));
    list(sources, "wifi", facts::wifi, FactWords::wifi);
    one(sources, "firewall", () -> facts.firewall(Peer.DEFAULT_PORT), FactWords::firewall);
    one(sources, "hosts_file", facts::hostsFile, FactWords::hosts);
    programs(sources, facts, config);
    one(sources, "load", facts::load, FactWords::load);
    return sources;
  }

  private static void programs(
      Map<String, Supplier<JsonNode>> sources, Facts facts, Config config) {
    list(
        sources,
        "room_app",
        () ->
            facts
                .processes()
                .map(
                    all -> RoomApp.running(all, config.room().app().processes()).stream().toList()),
        FactWords::process);
    list(
        sources,
        "security_products",
        () -> facts.processes().map(SecurityProducts::of),
        JSON::textNode);
    list(
        sources,
        "zoom_rooms_installed",
        () -> facts.applications().map(all -> RoomApp.installed(all).stream().toList()),
        FactWords::application);
    if (config.isOptedIn(CheckKind.ROOM_PERIPHERALS)) {
      list(sources, "peripherals", facts::peripherals, FactWords::peripheral);
    } else {
      sources.put(
          "peripherals",
          () ->
              unread(
                  Fact.unread(
                      Reason.UNSUPPORTED,
                      "Not looked at: the check room.peripherals is not enabled.")));
    }
  }

  private static <T> void list(
      Map<String, Supplier<JsonNode>> sources,
      String name,
      Supplier<Fact<List<T>>> read,
      Function<T, JsonNode> words) {
    one(sources, name, read, all -> FactWords.bounded(all, words));
  }

  private static <T> void one(
      Map<String, Supplier<JsonNode>> sources,
      String name,
      Supplier<Fact<T>> read,
      Function<T, JsonNode> words) {
    sources.put(name, () -> told(read.get(), words));
  }

  private static <T> ObjectNode told(Fact<T> fact, Function<T, JsonNode> words) {
    return switch (fact) {
      case Fact.Known<T> known -> {
        ObjectNode told = JSON.objectNode();
        told.put("state", "known");
        told.set("value", words.apply(known.value()));
        yield told;
      }
      case Fact.Unread<T> unread -> unread(unread);
    };
  }

  private static ObjectNode unread(Fact<?> fact) {
    ObjectNode told = JSON.objectNode();
    told.put("state", "unknown");
    if (fact instanceof Fact.Unread<?> unread) {
      told.put("reason", unread.reason().label());
      told.put("why", unread.why());
    }
    return told;
  }

  private static ArrayNode proxies(Facts facts) {
    ArrayNode places = JSON.arrayNode();
    facts
        .proxies()
        .forEach(
            source -> {
              ObjectNode place = places.addObject();
              place.put("place", source.kind().name().toLowerCase(java.util.Locale.ROOT));
              place.put("owner", source.owner());
              place.put("where", ProxyText.place(source));
              place.setAll(told(source.settings(), FactWords::proxy));
            });
    return places;
  }
}
