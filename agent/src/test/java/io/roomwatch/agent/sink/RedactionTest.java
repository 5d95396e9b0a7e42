package io.roomwatch.agent.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.config.Secret;
import io.roomwatch.agent.config.Sink;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedactionTest {

  private static final String PASSWORD = "p\"a/s<s>&w'ö\\rd";

  private static final Redaction LOGIN =
      Redaction.of(
          new Sink.Alertmanager(
              "am", List.of(), Optional.of(new Cloud.Login("ada", new Secret(PASSWORD)))));

  @Test
  void everySpellingOfAPasswordIsTakenOut() throws Exception {
    String json = new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(PASSWORD);
    for (String spelling :
        List.of(
            PASSWORD,
            json.substring(1, json.length() - 1),
            json.substring(1, json.length() - 1).replace("/", "\\/"),
            URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8),
            PASSWORD.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
            base64(PASSWORD),
            base64("ada:" + PASSWORD),
            base64("\0ada\0" + PASSWORD))) {
      assertEquals("you said [secret], no", LOGIN.clean("you said " + spelling + ", no"), spelling);
    }
  }

  @Test
  void pathAndQueryOfASecretUrlAreTakenOutAndItsHostStays() {
    Redaction redaction =
        Redaction.of(
            new Sink.Teams(
                "t",
                new Secret("https://flow.example/x/abcdef1/run?v=1&sig=a%2Bb%2Fcdef#frag-ment")));
    assertEquals(
        "https://flow.example[secret] no",
        redaction.clean("https://flow.example/x/abcdef1/run no"));
    assertEquals("[secret]", redaction.clean("a+b/cdef"));
    assertEquals("[secret]", redaction.clean("a%2Bb%2Fcdef"));
    assertEquals("the workflow abc [secret]", redaction.clean("the workflow abc abcdef1"));
  }

  @Test
  void secretIsTakenOutBeforeTheTextIsCut() {
    String text = "x".repeat(495) + PASSWORD;
    assertFalse(LOGIN.clean(text).contains("p\"a"), LOGIN.clean(text));
    assertTrue(LOGIN.clean(text).length() <= 500);
  }

  @Test
  void argumentsOfAProgramAreTakenOut() {
    Redaction redaction =
        Redaction.of(
            new Sink.Exec(
                "own",
                List.of("/bin/tell", "--token=hunter2", "-p"),
                java.time.Duration.ofSeconds(1)));
    assertEquals(
        "/bin/tell: [secret] is no option, [secret] no token, -p",
        redaction.clean("/bin/tell: --token=hunter2 is no option, hunter2 no token, -p"));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
