package io.roomwatch.agent.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomwatch.agent.check.FixedFacts;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.ConfigFile;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.InstalledApplication;
import io.roomwatch.agent.facts.Neighbour;
import io.roomwatch.agent.facts.Peripheral;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.yaml.Outcome;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class FactSheetTest {

  private static final Config DEFAULTS = Config.defaults("boardroom-pc");

  private static JsonNode read(io.roomwatch.agent.facts.Facts facts, Config config) {
    return read(facts, config, Duration.ofSeconds(30));
  }

  private static JsonNode read(
      io.roomwatch.agent.facts.Facts facts, Config config, Duration patience) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return FactSheet.read(
          facts,
          config,
          Instant.EPOCH,
          new FactSheet.Clockwork(threads, System::nanoTime),
          patience);
    }
  }

  @Test
  void whatMayNotBeReadSaysSoWithItsReason() {
    FixedFacts facts = FixedFacts.roomPc();
    facts.firewall = Fact.unread(Reason.PERMISSION, "nft needs root.");
    facts.proxies =
        List.of(
            new ProxySource(
                ProxySource.Kind.WININET,
                "room",
                Fact.unread(Reason.PERMISSION, "The hive of room is closed.")));
    JsonNode sheet = read(facts, DEFAULTS);
    assertEquals(
        "{\"state\":\"unknown\",\"reason\":\"permission\",\"why\":\"nft needs root.\"}",
        sheet.path("firewall").toString());
    assertEquals("permission", sheet.path("proxies").path(0).path("reason").asText());
    assertEquals("room", sheet.path("proxies").path(0).path("owner").asText());
    assertEquals("known", sheet.path("interfaces").path("state").asText());
    assertEquals(
        "10.4.12.20/24",
        sheet.path("interfaces").path("value").path(0).path("addresses").path(0).asText());
  }

  @Test
  void whatDoesNotAnswerInTimeIsAnUnknownOfItsOwnAndTheOthersAreThere() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    FixedFacts fixed = FixedFacts.roomPc();
    io.roomwatch.agent.facts.Facts facts =
        (io.roomwatch.agent.facts.Facts)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {io.roomwatch.agent.facts.Facts.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("wifi")) {
                    never.await();
                  }
                  return method.invoke(fixed, arguments);
                });
    JsonNode sheet = read(facts, DEFAULTS, Duration.ofMillis(700));
    assertEquals("timeout", sheet.path("wifi").path("reason").asText());
    assertEquals("It was not read within 0.7 s.", sheet.path("wifi").path("why").asText());
    assertEquals("known", sheet.path("routes").path("state").asText());
  }

  @Test
  void aReaderThatFailsIsAFaultOfOursAndNotTheEnd() {
    FixedFacts facts = FixedFacts.roomPc();
    facts.sockets = null;
    JsonNode sheet = read(facts, DEFAULTS);
    assertEquals("error", sheet.path("link_sockets").path("reason").asText());
    assertEquals("known", sheet.path("routes").path("state").asText());
  }

  @Test
  void ofProgramsOnlyThoseOfTheRoomAreTold() {
    FixedFacts facts = FixedFacts.roomPc();
    facts.runs(1, "ZoomRooms", "C:\\ZoomRooms.exe", "room").runs(2, "PrivateDiary", "", "anna");
    facts.runs(3, "CSFalconService", "", "SYSTEM");
    facts.applications =
        Fact.known(
            List.of(
                new InstalledApplication("Private Diary", Optional.of("1"), "x"),
                new InstalledApplication("Zoom Rooms", Optional.of("6.2.0"), "Zoom")));
    JsonNode sheet = read(facts, DEFAULTS);
    assertFalse(sheet.toString().contains("Diary"), sheet.toString());
    assertEquals("ZoomRooms", sheet.path("room_app").path("value").path(0).path("name").asText());
    assertEquals(
        "CrowdStrike Falcon", sheet.path("security_products").path("value").path(0).asText());
    assertEquals(Optional.of("6.2.0"), ZoomRoomsFound.version(sheet));
  }

  @Test
  void peripheralsAreToldOnlyWhereTheirCheckIsAskedFor() {
    FixedFacts facts = FixedFacts.roomPc();
    facts.peripherals = Fact.known(List.of(new Peripheral(Peripheral.Kind.CAMERA, "BRIO")));
    assertEquals("unknown", read(facts, DEFAULTS).path("peripherals").path("state").asText());
    Config asked =
        ((Outcome.Good<Config>)
                new ConfigFile("x", Map.of())
                    .parse("test", "checks: {room.peripherals: {enabled: true}}"))
            .value();
    assertEquals(
        "BRIO", read(facts, asked).path("peripherals").path("value").path(0).path("name").asText());
  }

  @Test
  void commentsOfTheHostsFileAreNotTold() {
    FixedFacts facts = FixedFacts.roomPc();
    facts.hostsFile = Fact.known("# note of anna\n127.0.0.1 localhost # hers\n\n10.0.0.1 pc\n");
    assertEquals(
        "[\"127.0.0.1 localhost\",\"10.0.0.1 pc\"]",
        read(facts, DEFAULTS).path("hosts_file").path("value").toString());
  }

  @Test
  void aLongTableIsCutAndSaysSo() {
    FixedFacts facts = FixedFacts.roomPc();
    List<Neighbour> many = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      many.add(
          new Neighbour(
              FixedFacts.ip("10.4." + i / 250 + "." + i % 250), "eth0", true, Optional.empty()));
    }
    facts.neighbours = Fact.known(many);
    JsonNode told = read(facts, DEFAULTS).path("neighbours").path("value");
    assertEquals(501, told.size());
    assertTrue(told.path(500).asText().contains("200 more, left out"), told.path(500).asText());
  }
}
