package io.roomwatch.agent.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.roomwatch.agent.alert.Alert;
import io.roomwatch.agent.alert.AlertState;
import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.alert.Room;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read again. */
class LetterJsonTest {
  private static final Instant AT = Room.START;

  @Test
  void letterComesBackWhole() throws IOException {
    Notice notice =
        new Notice(
            Notice.Status.RESOLVED,
            "berlin/Boardroom_4.12/link.peer-down",
            new Notice.Room("Böard \"4\"\n会議室", ""),
            Room.trouble(Room.PEER_DOWN, "failed", AT).cause(),
            AT,
            Optional.of(AT.plusMillis(1)),
            new Notice.Context(
                List.of(new Notice.Changed(AT, "address eth0")),
                List.of("Also this."),
                Optional.of(URI.create("http://10.4.12.20:10909/"))));
    Letter letter =
        new Letter(notice, Optional.of(new Letter.Earlier(3, AT, Duration.ofSeconds(90))), true);
    assertEquals(letter, LetterJson.parse(LetterJson.of(letter)));
    Letter plain = Letter.of(notice);
    assertEquals(plain, LetterJson.parse(LetterJson.of(plain)));
  }

  @Test
  void membersOfANewerVersionAreIgnored() throws IOException {
    Letter letter =
        LetterJson.parse(
            """
            {"version":2,"status":"firing","key":"k","colour":{"of":["sky",null,1.5]},
             "started":"2026-11-20T10:00:00Z","ended":null,"room":{"name":"A","floor":4}}
            """);
    assertEquals(Notice.Status.FIRING, letter.notice().status());
    assertEquals("A", letter.notice().room().name());
    assertEquals(Optional.empty(), letter.notice().ended());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"status\":\"firing\"}",
        "{\"status\":\"shouting\",\"started\":\"2026-11-20T10:00:00Z\"}",
        "{\"status\":\"firing\",\"started\":\"yesterday\"}"
      })
  void whatIsNoLetterIsSaidToBeNone(String text) {
    assertThrows(IOException.class, () -> LetterJson.parse(text));
  }

  @Test
  void alertsComeBackWhole() throws IOException {
    Notice.Cause cause = Room.trouble(Room.DNS, "degraded", AT).cause();
    Alert.Identity identity = new Alert.Identity("a/b/c", Room.NAME, AT);
    AlertState state =
        new AlertState(
            List.of(
                new Alert(
                    identity,
                    cause,
                    new Alert.Waiting(AT, Optional.of("silenced by Ada")),
                    new Alert.Bout(1, AT, false)),
                new Alert(
                    identity,
                    cause,
                    new Alert.Firing(
                        AT, AT.plusMillis(5), Set.of("ops", "it"), 2, Optional.of("Ada")),
                    new Alert.Bout(4, AT.minusSeconds(60), true))),
            List.of(
                new AlertState.Past("k", 2, 1, AT, AT, Optional.of(AT)),
                new AlertState.Past("l", 1, 0, AT, AT, Optional.empty())),
            Optional.of(AT));
    assertEquals(state, StateJson.parse(StateJson.of(state)));
    assertEquals(AlertState.empty(), StateJson.parse(StateJson.of(AlertState.empty())));
  }
}
