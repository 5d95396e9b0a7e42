package io.roomwatch.agent.browser;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomwatch.agent.metrics.CheckMeters;
import io.roomwatch.agent.metrics.Metrics;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.web.Furnished;
import io.roomwatch.agent.web.ListenAddress;
import io.roomwatch.agent.web.Rooms;
import io.roomwatch.agent.web.Showroom;
import io.roomwatch.agent.web.Situations;
import io.roomwatch.agent.web.WebServer;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The pages in Debian's Chromium. Pictures are left in {@code target/pages}. */
@Tag("patient")
class StatusPageIT {

  private static final Path PICTURES = Path.of("target", "pages");
  private static final Duration SOON = Duration.ofSeconds(15);

  private static Browser browser;

  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicReference<Supplier<RoomStatus>> situation =
      new AtomicReference<>(Situations::healthy);
  private final Metrics metrics = new Metrics(() -> Rooms.scene("x"), new CheckMeters());
  private Showroom room;
  private WebServer server;

  @BeforeAll
  static void needsChromium() throws Exception {
    boolean there = Files.isExecutable(Browser.DRIVER);
    if (!there) {
      System.out.println("skipped: chromium-driver is not installed");
    }
    assumeTrue(there, "chromium-driver is not installed");
    browser = new Browser();
  }

  @AfterAll
  static void leave() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void serve() throws Exception {
    room = Furnished.with(() -> situation.get().get(), "Anna Example");
    serve(room);
    browser.look(1280, 900, false, "light");
    // What the last test's server left behind when it went.
    List<String> unused = browser.complaints();
  }

  private void serve(Showroom shown) throws Exception {
    server =
        new WebServer(
            List.of(new ListenAddress(new InetSocketAddress("127.0.0.1", 0))),
            shown.site(metrics),
            Showroom.open(),
            Showroom.probe(),
            Showroom.ground(workers));
  }

  @AfterEach
  void stop() throws Exception {
    browser.open("about:blank");
    server.close();
    metrics.close();
    workers.close();
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.addresses().getFirst().getPort() + path;
  }

  private String text(String selector) throws Exception {
    return browser.script("return document.querySelector('" + selector + "').textContent").asText();
  }

  @Test
  void everySituationIsShownWithoutComplaintAndAccessible() throws Exception {
    Map<String, Supplier<RoomStatus>> situations =
        Map.of(
            "healthy", Situations::healthy,
            "degraded", Situations::degraded,
            "failed", Situations::failed,
            "gateway-down", Situations::gatewayDown,
            "unknown", Situations::unknown,
            "first-start", Situations::firstStart);
    for (Map.Entry<String, Supplier<RoomStatus>> one : situations.entrySet()) {
      situation.set(one.getValue());
      for (String scheme : List.of("light", "dark")) {
        for (boolean phone : List.of(false, true)) {
          browser.look(phone ? 390 : 1280, phone ? 844 : 900, phone, scheme);
          browser.open(url("/"));
          looksRight(one.getKey() + "-" + scheme + (phone ? "-phone" : ""));
        }
      }
    }
  }

  @Test
  void theFormsAreAccessible() throws Exception {
    situation.set(Situations::failed);
    browser.open(url("/attest?item=monthly.other-devices"));
    looksRight("attest");
    browser.open(url("/silence"));
    looksRight("silence");
    browser.look(390, 844, true, "dark");
    browser.open(url("/silence?end=3"));
    looksRight("end-silence-dark-phone");
  }

  @Test
  void aStrangerSeesAPageThatIsWholeAndAccessible() throws Exception {
    situation.set(Situations::gatewayDown);
    browser.devtools("Network.enable", Map.of());
    browser.devtools(
        "Network.setExtraHTTPHeaders", Map.of("headers", Map.of("X-Forwarded-For", "203.0.113.9")));
    try {
      browser.open(url("/"));
      assertTrue(text("#verdict").contains("in the local network"), text("#verdict"));
      looksRight("stranger");
    } finally {
      browser.devtools("Network.setExtraHTTPHeaders", Map.of("headers", Map.of()));
      browser.devtools("Network.disable", Map.of());
    }
  }

  private void looksRight(String name) throws Exception {
    browser.picture(PICTURES.resolve(name + ".png"));
    assertEquals(List.of(), browser.complaints(), name);
    JsonNode wide =
        browser.script(
            "return document.documentElement.scrollWidth > document.documentElement.clientWidth");
    assertTrue(!wide.asBoolean(), name + " can be moved sideways");
    assertEquals(List.of(), violations(), name);
  }

  /** What axe-core finds, of all its rules. */
  private static List<String> violations() throws Exception {
    String axe;
    try (InputStream in = StatusPageIT.class.getResourceAsStream("/axe.min.js")) {
      axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    JsonNode found =
        browser.script(
            axe
                + ";return axe.run(document, {resultTypes: ['violations']})"
                + ".then(result => result.violations)");
    List<String> violations = new ArrayList<>();
    for (JsonNode one : found) {
      List<String> nodes = new ArrayList<>();
      one.at("/nodes")
          .forEach(node -> nodes.add(node.at("/html").asText() + " " + node.at("/any")));
      violations.add(one.at("/id").asText() + ": " + nodes);
    }
    return violations;
  }

  @Test
  void aChangeIsShownWithoutLoadingThePageAgainAndTheReaderKeepsHerPlace() throws Exception {
    browser.open(url("/"));
    browser.script(
        "window.untouched = true; document.getElementById('check-local.host-values').open = true;"
            + "document.querySelector('a[href^=\"/attest\"]').focus()");
    String focused = browser.script("return document.activeElement.href").asText();
    situation.set(Situations::failed);
    server.changed();
    await().atMost(SOON).until(() -> browser.title().startsWith("✕ Failed"));
    assertTrue(text("#verdict-summary").contains("boardroom-pc"), text("#verdict-summary"));
    assertEquals(text("#verdict-summary"), text("#announce"), "screen readers hear of it");
    assertTrue(browser.script("return window.untouched").asBoolean());
    assertTrue(
        browser
            .script("return document.getElementById('check-local.host-values').open")
            .asBoolean());
    assertEquals(focused, browser.script("return document.activeElement.href").asText());
    assertTrue(text("#live").startsWith("Live"), text("#live"));
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void aPageWhoseAgentIsGoneSaysSo() throws Exception {
    browser.open(url("/"));
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertTrue(text("#live").startsWith("Live"), text("#live")));
    server.close();
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertTrue(text("#live").startsWith("Not connected since"), text("#live")));
  }

  /** No packet comes any more, and nobody says that the connection has ended. */
  @Test
  void aPageWhoseLineIsCutSaysSo() throws Exception {
    try (Line line = new Line(server.addresses().getFirst())) {
      browser.open("http://127.0.0.1:" + line.port() + "/");
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertTrue(text("#live").startsWith("Live"), text("#live")));
      line.cut();
      await()
          .atMost(Duration.ofSeconds(70))
          .untilAsserted(
              () -> assertTrue(text("#live").startsWith("Not connected since"), text("#live")));
      line.mend();
      await()
          .atMost(Duration.ofSeconds(70))
          .untilAsserted(() -> assertTrue(text("#live").startsWith("Live"), text("#live")));
      List<String> unused = browser.complaints();
    }
  }

  @Test
  void withScriptsOffThePageIsWholeAndLoadsItselfAgain() throws Exception {
    situation.set(Situations::failed);
    browser.devtools("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    try {
      browser.open(url("/"));
      browser.picture(PICTURES.resolve("no-script.png"));
      assertTrue(browser.title().startsWith("✕ Failed"), browser.title());
      assertEquals(List.of(), browser.complaints());
    } finally {
      browser.devtools("Emulation.setScriptExecutionDisabled", Map.of("value", false));
    }
  }

  @Test
  void aSilenceIsBegunWithTheKeyboardAlone() throws Exception {
    situation.set(Situations::failed);
    browser.open(url("/"));
    browser.keys(Browser.TAB);
    assertEquals("skip", browser.script("return document.activeElement.className").asText());
    browser.keys(Browser.ENTER);
    while (!browser
        .script("return document.activeElement.getAttribute('href') || ''")
        .asText()
        .equals("/silence")) {
      browser.keys(Browser.TAB);
    }
    browser.keys(Browser.ENTER);
    await().atMost(SOON).until(() -> browser.title().startsWith("Silence alerts"));
    while (!browser.script("return document.activeElement.id").asText().equals("by")) {
      browser.keys(Browser.TAB);
    }
    browser.keys("Anna", Browser.ENTER);
    await().atMost(SOON).until(() -> text("main").contains("Nobody is told of"));
    assertEquals("Anna", room.silenced.getFirst().by());
    assertEquals(List.of("link.port-filtered"), room.silenced.getFirst().ids());
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void hostileNamesRunNothing() throws Exception {
    server.close();
    String name = "\"><script>document.title='owned'</script><img src=x onerror=alert(1)>";
    serve(Furnished.with(() -> Situations.hostile(name), name));
    browser.open(url("/"));
    looksRight("hostile");
    assertTrue(browser.title().contains(name), browser.title());
  }
}
