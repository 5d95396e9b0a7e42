package io.roomwatch.agent.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.HttpMethod;
import io.roomwatch.agent.html.Html;
import io.roomwatch.agent.maintenance.Silences;
import io.roomwatch.agent.maintenance.duty.Result;
import io.roomwatch.agent.metrics.CheckMeters;
import io.roomwatch.agent.metrics.Metrics;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.web.Answer;
import io.roomwatch.agent.web.Furnished;
import io.roomwatch.agent.web.Request;
import io.roomwatch.agent.web.Rooms;
import io.roomwatch.agent.web.Showroom;
import io.roomwatch.agent.web.Situations;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class PagesTest {

  private static final Request.Client TRUSTED = new Request.Client(true, Optional.empty(), false);
  private static final Request.Client READER = new Request.Client(false, Optional.empty(), false);

  private static final Request.Wishes NOTHING = new Request.Wishes("", false, "");

  private final Metrics metrics = new Metrics(() -> Rooms.scene("x"), new CheckMeters());
  private final AtomicReference<Instant> now = new AtomicReference<>(Rooms.AT);

  @AfterEach
  void close() {
    metrics.close();
  }

  private Pages pages(Showroom room) {
    InstantSource clock = now::get;
    return new Pages(room.site(metrics), clock, new SplittableRandom(7));
  }

  private static Request get(String path, Map<String, String> query, Request.Client client) {
    return new Request(
        HttpMethod.GET, new Request.Target(path, lists(query)), Map.of(), NOTHING, client);
  }

  private static Request post(String path, Map<String, String> form, Request.Client client) {
    return new Request(
        HttpMethod.POST, new Request.Target(path, Map.of()), lists(form), NOTHING, client);
  }

  private static Map<String, List<String>> lists(Map<String, String> values) {
    return values.entrySet().stream()
        .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, e -> List.of(e.getValue())));
  }

  private static String body(Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  /** Our pages are well-formed XML but for the document type and the bare attribute minimum. */
  private static Document parse(String page) throws Exception {
    String xml = page.replaceFirst("<!DOCTYPE html>", "");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  static Stream<Supplier<RoomStatus>> situations() {
    return Stream.of(
        Situations::healthy,
        Situations::degraded,
        Situations::failed,
        Situations::gatewayDown,
        Situations::unknown,
        Situations::firstStart);
  }

  @ParameterizedTest
  @MethodSource("situations")
  void everyIdIsThereOnceAndEveryLinkWithinThePageLeadsSomewhere(Supplier<RoomStatus> status)
      throws Exception {
    String page = body(pages(Furnished.with(status, "Anna")).status(get("/", Map.of(), TRUSTED)));
    Set<String> ids = new HashSet<>();
    NodeList all = parse(page).getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      String id = ((Element) all.item(i)).getAttribute("id");
      assertTrue(id.isEmpty() || ids.add(id), id + " is there twice");
    }
    for (int i = 0; i < all.getLength(); i++) {
      Element one = (Element) all.item(i);
      String href = one.getAttribute("href");
      if (href.startsWith("#")) {
        assertTrue(ids.contains(href.substring(1)), href);
      }
      for (String label : one.getAttribute("aria-labelledby").split(" ", -1)) {
        assertTrue(label.isEmpty() || ids.contains(label), label);
      }
      assertFalse(one.hasAttribute("style"), "the policy forbids it");
      for (int a = 0; a < one.getAttributes().getLength(); a++) {
        assertFalse(
            one.getAttributes().item(a).getNodeName().startsWith("on"), "no inline handlers");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("situations")
  void theVerdictItsNextMoveAndItsStateInWordsStandFirst(Supplier<RoomStatus> status) {
    RoomStatus room = status.get();
    String page = body(pages(new Showroom(status)).status(get("/", Map.of(), READER)));
    int verdict = page.indexOf(Html.escape(room.verdict().summary()));
    assertTrue(verdict > 0 && verdict < page.indexOf("id=\"path\""), page);
    String head = page.substring(0, verdict);
    assertTrue(head.contains("> " + Marks.word(room.verdict().cause().state())), head);
    assertTrue(page.contains(Html.escape(room.verdict().next())));
  }

  @Test
  void whatFollowsFromTheCauseIsToldBesideIt() {
    String page =
        body(pages(new Showroom(Situations::gatewayDown)).status(get("/", Map.of(), READER)));
    assertTrue(page.contains("Says so: <a href=\"#check-local.gateway\""), page);
    assertTrue(page.contains("href=\"#check-cloud.dns:zoom.us\""));
    assertTrue(page.contains("Gateway: failed, broken here"), page);
    assertTrue(page.contains("DNS, proxy: failed, as a consequence"), page);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "</title></style><svg onload=alert(1)>",
        "&lt;b&gt; &#x3c;b>",
        "]]><!--<b>-->",
        "a\u202Egnp.exe\u2066\u0000\u0007\u001b[31mred\ud800",
        "{{constructor.constructor('alert(1)')()}}${7*7}"
      })
  void aHostileNameIsTextWhereverItStands(String name) throws Exception {
    Showroom room = Furnished.with(() -> Situations.hostile(name), name);
    Pages pages = pages(room);
    List<Answer> answers =
        List.of(
            pages.status(get("/", Map.of(), TRUSTED)),
            pages.form(
                get("/attest", Map.of("item", "monthly.other-devices", "by", name), TRUSTED)),
            pages.form(get("/silence", Map.of("id", name, "by", name, "other", name), TRUSTED)),
            pages.form(get("/silence", Map.of("end", "3"), TRUSTED)),
            pages.form(post("/silence", Map.of("by", name, "for", name, "reason", name), TRUSTED)));
    for (Answer answer : answers) {
      String page = body(answer);
      Document document = parse(page);
      for (String tag : List.of("img", "b", "style", "iframe", "object", "base")) {
        assertEquals(0, document.getElementsByTagName(tag).getLength(), tag + " in " + page);
      }
      NodeList scripts = document.getElementsByTagName("script");
      for (int i = 0; i < scripts.getLength(); i++) {
        Element script = (Element) scripts.item(i);
        assertTrue(script.getAttribute("src").startsWith("/page/page-"), page);
        assertEquals("", script.getTextContent());
      }
      NodeList all = document.getElementsByTagName("*");
      for (int i = 0; i < all.getLength(); i++) {
        for (int a = 0; a < all.item(i).getAttributes().getLength(); a++) {
          assertFalse(
              all.item(i)
                  .getAttributes()
                  .item(a)
                  .getNodeName()
                  .toLowerCase(Locale.ROOT)
                  .startsWith("on"));
        }
      }
      assertFalse(page.matches("(?s).*[\u0000\u0007\u001b\u202E\u2066].*"), "no control is left");
      assertTrue(page.contains(Html.escape(name)), page);
    }
  }

  @Test
  void aThousandPeersShowTheWorstAndSayHowManyThereAre() {
    String page =
        body(
            pages(new Showroom(() -> Situations.crowded(1000))).status(get("/", Map.of(), READER)));
    assertTrue(page.contains("the-broken-one"), "the worst comes first");
    assertTrue(page.contains("The worst 100 of 1007 are shown"), page);
    assertTrue(page.length() < 400_000, page.length() + " characters");
  }

  @Test
  void whatCannotBeReadIsToldAndTheRestIsShown() {
    Showroom room = Furnished.with(Situations::failed, "Anna");
    room.broken = Optional.of("the disk is gone");
    String page = body(pages(room).status(get("/", Map.of(), READER)));
    assertTrue(page.contains("What is kept cannot be read now: the disk is gone"), page);
    assertTrue(page.contains("does not answer within 3 s"), page);
  }

  @Test
  void onlyWhoMayChangeThingsIsOfferedTo() {
    Pages pages = pages(Furnished.with(Situations::failed, "Anna"));
    String reader = body(pages.status(get("/", Map.of(), READER)));
    assertFalse(reader.contains("/attest") || reader.contains("href=\"/silence"), reader);
    String trusted = body(pages.status(get("/", Map.of(), TRUSTED)));
    assertTrue(trusted.contains("href=\"/attest?item=weekly.room-link\""), trusted);
    assertTrue(trusted.contains("href=\"/silence?id=link.port-filtered\""), trusted);
    assertTrue(trusted.contains("href=\"/silence?end=3\""), trusted);
  }

  @Test
  void withoutScriptsThePageLoadsItselfUntilAskedNotTo() {
    Pages pages = pages(new Showroom(Situations::healthy));
    String page = body(pages.status(get("/", Map.of(), READER)));
    assertTrue(
        page.contains("<noscript><meta http-equiv=\"refresh\" content=\"30\"/></noscript>"), page);
    String still = body(pages.status(get("/", Map.of("refresh", "off"), READER)));
    assertFalse(still.contains("http-equiv"), still);
  }

  @Test
  void theVersionIsAnotherWhenSomethingIsAndTheSameOtherwise() {
    AtomicReference<Supplier<RoomStatus>> status = new AtomicReference<>(Situations::healthy);
    Pages pages = pages(new Showroom(() -> status.get().get()));
    String healthy = pages.version();
    assertEquals(healthy, pages.version());
    assertTrue(
        body(pages.status(get("/", Map.of(), TRUSTED))).contains("data-version=\"" + healthy));
    status.set(Situations::failed);
    assertNotEquals(healthy, pages.version());
  }

  private String token(Pages pages, String path, Map<String, String> query, Request.Client client)
      throws Exception {
    Matcher token =
        Pattern.compile("name=\"token\" value=\"([^\"]+)\"")
            .matcher(body(pages.form(get(path, query, client))));
    assertTrue(token.find());
    return token.group(1);
  }

  /** Sends the form of an item, with its token. */
  private Answer attest(Pages pages, Map<String, String> said) throws Exception {
    Map<String, String> form = new HashMap<>(said);
    form.put("item", "monthly.other-devices");
    form.put("token", token(pages, "/attest", Map.of("item", form.get("item")), TRUSTED));
    return pages.form(post("/attest", form, TRUSTED));
  }

  @Test
  void anAttestationIsKeptAndTheNextPageTellsWhatCameOfIt() throws Exception {
    Showroom room = Furnished.with(Situations::healthy, "Bob");
    Pages pages = pages(room);
    Answer answer = attest(pages, Map.of("result", "fail", "by", " Anna ", "note", "<b>"));
    assertEquals(303, answer.status().code());
    assertEquals(1, room.attested.size());
    assertEquals("Anna", room.attested.getFirst().by());
    assertEquals(Result.FAIL, room.attested.getFirst().result());
    assertEquals("<b>", room.attested.getFirst().note());
    String told = String.valueOf(answer.headers().get("location"));
    String name = told.substring("/?told=".length());
    String page = body(pages.status(get("/", Map.of("told", name), TRUSTED)));
    assertTrue(page.contains("Anna attests fail. Next due soon."), page);
  }

  @Test
  void whatIsMissingInAFormIsSaidAndWhatWasTypedStays() throws Exception {
    Showroom room = Furnished.with(Situations::healthy, "Bob");
    Pages pages = pages(room);
    Answer answer = attest(pages, Map.of("result", "no-access", "note", "locked"));
    assertEquals(400, answer.status().code());
    String page = body(answer);
    assertTrue(page.contains("Say who you are: the name is kept."), page);
    assertTrue(page.contains(">locked</textarea>"), page);
    assertTrue(page.contains("value=\"no-access\" checked="), page);
    assertEquals(404, pages.form(get("/attest", Map.of("item", "none"), TRUSTED)).status().code());
  }

  @Test
  void aSilenceIsBegunAndEnded() throws Exception {
    Showroom room = Furnished.with(Situations::failed, "Bob");
    Pages pages = pages(room);
    String token = token(pages, "/silence", Map.of(), TRUSTED);
    Map<String, String> form =
        Map.of("token", token, "id", "link.peer", "for", "4h", "by", "Anna", "reason", "cabling");
    assertEquals(303, pages.form(post("/silence", form, TRUSTED)).status().code());
    assertEquals(
        new Silences.Request(List.of("link.peer"), Duration.ofHours(4), "Anna", "cabling"),
        room.silenced.getFirst());
    Map<String, String> everything = Map.of("token", token, "id", "", "for", "30m", "by", "Anna");
    assertEquals(303, pages.form(post("/silence", everything, TRUSTED)).status().code());
    assertEquals(List.of(), room.silenced.get(1).ids());
    Map<String, String> end = Map.of("token", token, "end", "3", "by", "Anna");
    assertEquals(303, pages.form(post("/silence/end", end, TRUSTED)).status().code());
    assertEquals(List.of("3 Anna"), room.ended);
  }

  @Test
  void whatCouldNotBeKeptIsSaid() throws Exception {
    Showroom room = Furnished.with(Situations::failed, "Bob");
    Pages pages = pages(room);
    String token = token(pages, "/silence", Map.of(), TRUSTED);
    room.broken = Optional.of("no space left");
    Answer answer =
        pages.form(post("/silence", Map.of("token", token, "for", "2h", "by", "Anna"), TRUSTED));
    assertEquals(503, answer.status().code());
    assertTrue(body(answer).contains("Nothing was kept: no space left"), body(answer));
  }

  @Test
  void aFormFromElsewhereDoesNothing() throws Exception {
    Showroom room = Furnished.with(Situations::failed, "Bob");
    Pages pages = pages(room);
    String token = token(pages, "/silence", Map.of(), TRUSTED);
    Request.Client crossSite = new Request.Client(true, Optional.empty(), true);
    Map<String, String> form = Map.of("token", token, "for", "2h", "by", "Mallory");
    assertEquals(403, pages.form(post("/silence", form, crossSite)).status().code());
    for (String wrong : List.of("", "x", token + "x", token.substring(1))) {
      for (String path : List.of("/silence", "/attest", "/silence/end")) {
        Map<String, String> forged =
            Map.of(
                "token",
                wrong,
                "for",
                "2h",
                "by",
                "Mallory",
                "end",
                "3",
                "item",
                "monthly.other-devices",
                "result",
                "pass");
        assertEquals(403, pages.form(post(path, forged, TRUSTED)).status().code(), path);
      }
    }
    assertEquals(List.of(), room.silenced);
    assertEquals(List.of(), room.attested);
    assertEquals(List.of(), room.ended);
  }

  @Test
  void aTokenIsForOneUserAndForADay() throws Exception {
    Showroom room = Furnished.with(Situations::failed, "Bob");
    Pages pages = pages(room);
    Request.Client anna = new Request.Client(true, Optional.of("anna"), false);
    Request.Client bob = new Request.Client(true, Optional.of("bob"), false);
    String token = token(pages, "/silence", Map.of(), anna);
    Map<String, String> form = Map.of("token", token, "for", "2h", "by", "Anna");
    assertEquals(403, pages.form(post("/silence", form, bob)).status().code());
    assertEquals(403, pages.form(post("/silence", form, TRUSTED)).status().code());
    now.set(Rooms.AT.plus(Duration.ofHours(5)));
    assertEquals(303, pages.form(post("/silence", form, anna)).status().code());
    assertEquals("Anna (signed in as anna)", room.silenced.getFirst().by());
    now.set(Rooms.AT.plus(Duration.ofHours(13)));
    assertEquals(403, pages.form(post("/silence", form, anna)).status().code());
  }

  @Test
  void thePathMarksWhatIsBrokenAndWhatOnlyInformsDoesNot() {
    RoomStatus failed = Situations.failed();
    List<Place.Standing> standings = Place.standings(failed.checks(), failed.verdict());
    assertEquals("Controller to room: failed, broken here", standings.get(1).words());
    assertEquals("Zoom: ok", standings.getLast().words());
    RoomStatus healthy = Situations.healthy();
    assertTrue(
        Place.standings(healthy.checks(), healthy.verdict()).stream()
            .allMatch(one -> one.state().equals(Optional.of(State.OK))),
        "an inconclusive UDP port and an unreadable firewall hide nothing");
  }
}
