package io.roomwatch.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SilenceCommandTest {

  @TempDir Path folder;
  private Terminal terminal;

  @BeforeEach
  void sitDown() throws IOException {
    terminal = new Terminal(folder);
    terminal.configure("peers: [{name: boardroom-pc, address: 10.4.12.20}]");
  }

  private String firstError() {
    return terminal.err.lines().findFirst().orElseThrow();
  }

  @Test
  void beginsIsListedAndEnds() {
    assertEquals(
        0,
        terminal.run(
            "silence",
            "link.peer:boardroom-pc",
            "weekly.vpn",
            "--for",
            "2h",
            "--by",
            "Anna",
            "--reason",
            "works on \u001b[2Jthe switch"));
    assertEquals(
        """
        Silence 1: nobody is told of link.peer:boardroom-pc, weekly.vpn until Wed 2026-11-18 13:00 Europe/Berlin.
        Monitoring goes on. What still is wrong then alerts then; the end of what was told before is told in any case.
        To end it sooner: roomwatch silence --end 1 --by NAME
        """,
        terminal.out);
    assertEquals(0, terminal.run("silence", "--for", "7d", "--by", "Ben"));
    terminal.passes(Duration.ofMinutes(5));
    assertEquals(0, terminal.run("silence", "--list"));
    assertEquals(
        """
        N  WHAT                                FROM              UNTIL             BY    REASON
        1  link.peer:boardroom-pc, weekly.vpn  2026-11-18 11:00  2026-11-18 13:00  Anna  works on [2Jthe switch
        2  everything                          2026-11-18 11:00  2026-11-25 11:00  Ben
        """,
        terminal.out);

    assertEquals(0, terminal.run("silence", "--end", "1", "--by", "Ben"));
    assertEquals(
        """
        Silence 1 of link.peer:boardroom-pc, weekly.vpn has ended.
        What is wrong alerts again from now on.
        """,
        terminal.out);
    assertEquals(64, terminal.run("silence", "--end", "1", "--by", "Ben"));
    assertEquals("roomwatch: Silence 1 has ended already.", firstError());
    terminal.passes(Duration.ofDays(8));
    assertEquals(0, terminal.run("silence", "--list"));
    assertEquals("No silence is in force.\n", terminal.out);
  }

  @Test
  void isInTheJournal() {
    assertEquals(0, terminal.run("silence", "cloud", "--for", "1d", "--by", "Anna"));
    assertEquals(0, terminal.run("events", "--kind", "silence"));
    assertEquals(
        """
        WHEN (Europe/Berlin)  KIND     SUBJECT    WHAT
        2026-11-18 11:00:00   silence  silence 1  Anna silenced cloud until 2026-11-19T10:00:00Z.
        """,
        terminal.out);
  }

  @Test
  void whateverAnAlertMayBeAboutCanBeSilenced() {
    for (String id :
        List.of(
            "link.peer:boardroom-pc",
            "cloud.tcp:zoom.us:443",
            "link.peer",
            "link",
            "link.port-closed",
            "service",
            "annual.firmware",
            "local.clock")) {
      assertEquals(0, terminal.run("silence", id, "--for", "1m", "--by", "Anna"), terminal.err);
    }
  }

  @Test
  void anUnknownIdIsRefusedWithASuggestionAndNothingIsMade() {
    assertEquals(64, terminal.run("silence", "link.peer:boardrom-pc", "--for", "1h", "--by", "A"));
    assertEquals(
        "roomwatch: 'link.peer:boardrom-pc' is no check, verdict or maintenance item here; did you"
            + " mean 'link.peer:boardroom-pc'?",
        firstError());
    assertEquals(64, terminal.run("silence", "healthy", "--for", "1h", "--by", "A"));
    assertEquals(64, terminal.run("silence", "a\u009b2J\nb", "--for", "1h", "--by", "A"));
    assertFalse(terminal.err.contains("\u009b"), terminal.err);
    assertFalse(Files.exists(terminal.state));
  }

  @Test
  void whatIsMissingOrTooMuchIsSaidAndNothingIsMade() {
    assertEquals(64, terminal.run("silence"));
    assertEquals(
        "roomwatch: --for is missing: say how long, a duration such as 30m, 2h or 7d, at most 366d",
        firstError());
    assertEquals(64, terminal.run("silence", "link", "--for", "1h"));
    assertEquals("roomwatch: --by is missing: say who you are", firstError());
    for (String wrong : List.of("0s", "367d", "2 hours", "-1h", "1y", "")) {
      assertEquals(64, terminal.run("silence", "--for", wrong, "--by", "A"), wrong);
    }
    assertEquals(64, terminal.run("silence", "--list", "link"));
    assertEquals("roomwatch: --list goes with nothing else", firstError());
    assertEquals(64, terminal.run("silence", "--list", "--end", "1"));
    assertEquals(64, terminal.run("silence", "--end", "1", "link", "--by", "A"));
    assertEquals(
        "roomwatch: --end goes with --by only: it ends the silence of that number", firstError());
    assertEquals(64, terminal.run("silence", "--end", "1"));
    assertEquals(64, terminal.run("silence", "--end", "one", "--by", "A"));
    assertEquals(64, terminal.run("silence", "--end", "1", "--by", "A"));
    assertEquals(
        "roomwatch: Nothing has been kept in " + terminal.state + " yet: there is no silence 1.",
        firstError());
    assertEquals(0, terminal.run("silence", "--list"));
    assertEquals(
        "Nothing has been kept in " + terminal.state + " yet: there are no silences.\n",
        terminal.out);
    assertFalse(Files.exists(terminal.state));
  }

  @Test
  void listingAndEndingNeedNoConfiguration() throws IOException {
    assertEquals(0, terminal.run("silence", "--for", "1h", "--by", "A"));
    terminal.configure("rom: x");
    assertEquals(0, terminal.run("silence", "--list"));
    assertEquals(0, terminal.run("silence", "--end", "1", "--by", "A"));
    assertEquals(78, terminal.run("silence", "--for", "1h", "--by", "A"));
    assertTrue(terminal.err.contains("did you mean 'room'?"), terminal.err);
  }
}
