package io.roomwatch.agent.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.config.Secret;
import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.sink.Receiver.Attempt;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What PagerDuty, Slack and Teams are sent, and that it keeps their limits. */
class ChatReceiversTest {

  private static final String LONG = "Ω<&*_[link](x) ".repeat(4000);

  /** As much of everything as there can be. */
  private static Notice huge() {
    return Notices.of(
        Notice.Status.FIRING,
        new Notice.Cause(
            "link.port-filtered",
            "link",
            "failed",
            new Notice.Certainty("high", Collections.nCopies(500, "2002")),
            LONG,
            LONG,
            new Notice.Evidence(Collections.nCopies(5000, "link.x"), List.of(LONG))),
        new Notice.Context(
            Collections.nCopies(1000, new Notice.Changed(Notices.STARTED, LONG)),
            Collections.nCopies(1000, LONG),
            Optional.of(URI.create("https://room.example/"))));
  }

  // ---- PagerDuty

  private static Sink pagerDuty(String base) {
    return new Sink.PagerDuty("pd", URI.create(base + "/v2/enqueue"), new Secret("routing"));
  }

  @Test
  void pagerDutyGetsATriggerWithDetails() throws Exception {
    JsonNode event = Sent.one(ChatReceiversTest::pagerDuty, Notices.firing());
    assertEquals("routing", event.get("routing_key").asText());
    assertEquals("trigger", event.get("event_action").asText());
    assertEquals(Notices.KEY, event.get("dedup_key").asText());
    assertEquals("https://room.example:10909/", event.get("links").get(0).get("href").asText());
    JsonNode payload = event.get("payload");
    assertEquals(
        "[FIRING] Boardroom 4.12 (berlin): " + Notices.CAUSE.summary(),
        payload.get("summary").asText());
    assertEquals("critical", payload.get("severity").asText());
    assertEquals("Boardroom 4.12", payload.get("source").asText());
    assertEquals("link", payload.get("component").asText());
    assertEquals("berlin", payload.get("group").asText());
    assertEquals("link.port-filtered", payload.get("class").asText());
    assertEquals("2026-11-20T10:00:00Z", payload.get("timestamp").asText());
    JsonNode details = payload.get("custom_details");
    assertEquals(Notices.CAUSE.next(), details.get("Next").asText());
    assertEquals("consistent with 2002, 2001", details.get("On screen").asText());
  }

  @Test
  void pagerDutyIsRemindedByATriggerAndClosedByAResolveOfTheSameKey() throws Exception {
    JsonNode reminder = Sent.one(ChatReceiversTest::pagerDuty, Notices.of(Notice.Status.REMINDER));
    assertEquals("trigger", reminder.get("event_action").asText());
    assertEquals(Notices.KEY, reminder.get("dedup_key").asText());
    JsonNode resolved = Sent.one(ChatReceiversTest::pagerDuty, Notices.resolved());
    assertEquals("resolve", resolved.get("event_action").asText());
    assertEquals(Notices.KEY, resolved.get("dedup_key").asText());
  }

  @Test
  void pagerDutysTestLeavesNoIncident() throws Exception {
    List<JsonNode> events =
        Sent.all(ChatReceiversTest::pagerDuty, Notices.of(Notice.Status.TEST), Notices.FIRST);
    assertEquals(
        List.of("trigger", "resolve"),
        events.stream().map(event -> event.get("event_action").asText()).toList());
    assertEquals("info", events.get(0).get("payload").get("severity").asText());
    assertEquals(events.get(0).get("dedup_key"), events.get(1).get("dedup_key"));
  }

  @Test
  void pagerDutysLimitsAreKept() throws Exception {
    JsonNode event =
        Sent.all(ChatReceiversTest::pagerDuty, huge(), new Attempt(3, Duration.ofMinutes(37)))
            .get(0);
    String summary = event.get("payload").get("summary").asText();
    assertTrue(summary.length() <= 1024, summary);
    assertTrue(summary.endsWith(", delivered 37 min late"), summary);
    assertTrue(event.toString().getBytes(StandardCharsets.UTF_8).length <= 512 * 1024);
    assertEquals("k".repeat(255), PagerDutyReceiver.dedupKey("k".repeat(255)));
    String hashed = PagerDutyReceiver.dedupKey("k".repeat(256));
    assertEquals(64, hashed.length());
    assertEquals(hashed, PagerDutyReceiver.dedupKey("k".repeat(256)));
  }

  // ---- Slack

  private static Sink slack(String base) {
    return new Sink.Slack("chat", new Secret(base + "/services/x"));
  }

  @Test
  void slackGetsBlocksAndATextForNotifications() throws Exception {
    JsonNode message = Sent.one(ChatReceiversTest::slack, Notices.firing());
    assertEquals(
        "[FIRING] Boardroom 4.12 (berlin): " + Notices.CAUSE.summary(),
        message.get("text").asText());
    JsonNode blocks = message.get("blocks");
    assertEquals("header", blocks.get(0).get("type").asText());
    assertEquals("plain_text", blocks.get(0).get("text").get("type").asText());
    assertEquals(
        "*" + Notices.CAUSE.summary() + "*", blocks.get(1).get("text").get("text").asText());
    assertTrue(blocks.get(1).get("text").get("verbatim").asBoolean());
    String all = blocks.toString();
    assertTrue(all.contains("was removed &lt;b&gt;&amp;*_"), all);
    assertTrue(all.contains("<https://room.example:10909/|Status page>"), all);
    assertTrue(all.contains("*Key:* " + Notices.KEY), all);
  }

  @Test
  void slacksLimitsAreKept() throws Exception {
    JsonNode message = Sent.one(ChatReceiversTest::slack, huge());
    assertTrue(message.get("text").asText().length() <= 3000);
    assertTrue(message.get("blocks").size() <= 50);
    for (JsonNode block : message.get("blocks")) {
      String text = block.get("text").get("text").asText();
      int limit = block.get("type").asText().equals("header") ? 150 : 3000;
      assertTrue(text.length() <= limit && !text.isEmpty(), text);
      if (limit == 3000) {
        assertFalse(
            text.replace("<https://room.example/|Status page>", "").matches("(?s).*[<>].*"), text);
        assertFalse(text.matches("(?s).*&(?!amp;|lt;|gt;).*"), text);
      }
    }
  }

  // ---- Teams

  private static Sink teams(String base) {
    return new Sink.Teams("team", new Secret(base + "/workflows/x"));
  }

  @Test
  void teamsGetsOneAdaptiveCard() throws Exception {
    JsonNode message = Sent.one(ChatReceiversTest::teams, Notices.firing());
    assertEquals("message", message.get("type").asText());
    assertEquals(1, message.get("attachments").size());
    JsonNode attachment = message.get("attachments").get(0);
    assertEquals("application/vnd.microsoft.card.adaptive", attachment.get("contentType").asText());
    JsonNode card = attachment.get("content");
    assertEquals("AdaptiveCard", card.get("type").asText());
    assertEquals("1.4", card.get("version").asText());
    assertEquals(
        "\\[FIRING\\] Boardroom 4.12 (berlin)", card.get("body").get(0).get("text").asText());
    assertEquals("Attention", card.get("body").get(0).get("color").asText());
    assertEquals("FactSet", card.get("body").get(2).get("type").asText());
    assertTrue(card.toString().contains("was removed \\\\<b>&\\\\*\\\\_"), card.toString());
    assertEquals("Action.OpenUrl", card.get("actions").get(0).get("type").asText());
    assertEquals(
        "Good",
        Sent.one(ChatReceiversTest::teams, Notices.resolved())
            .get("attachments")
            .get(0)
            .get("content")
            .get("body")
            .get(0)
            .get("color")
            .asText());
  }

  @Test
  void teamsLimitIsKept() throws Exception {
    JsonNode message = Sent.one(ChatReceiversTest::teams, huge());
    int size = message.toString().getBytes(StandardCharsets.UTF_8).length;
    assertTrue(size <= 28 * 1000, size + " bytes");
    assertTrue(message.toString().contains("more before)"), message.toString());
  }

  @Test
  void cardsReadNoMarkdownInOurTexts() {
    assertEquals("a\\*b\\_c\\[d\\]\\`e\\~f\\\\g\\<h", TeamsReceiver.escaped("a*b_c[d]`e~f\\g<h"));
    assertEquals("\u200b- x", TeamsReceiver.escaped("- x"));
    assertEquals("\u200b1. x", TeamsReceiver.escaped("1. x"));
    assertEquals("10.4.12.20", TeamsReceiver.escaped("10.4.12.20"));
    assertEquals("\u200b# x", TeamsReceiver.escaped("# x"));
  }

  @Test
  void deletedWorkflowIsSaidInWordsThatLeadToTheFix() throws Exception {
    for (int status : List.of(404, 410)) {
      try (HttpServerOfFaults server =
              new HttpServerOfFaults(HttpServerOfFaults.answering(status));
          Ground ground = new Ground(Ground.PATIENT)) {
        Delivery delivery =
            ground
                .receivers()
                .of(teams("http://127.0.0.1:" + server.port()))
                .orElseThrow()
                .deliver(Notices.firing(), Notices.FIRST);
        assertTrue(delivery.said().contains("the workflow was deleted"), delivery.said());
        assertTrue(delivery.said().contains("make a new one"), delivery.said());
      }
    }
  }
}
