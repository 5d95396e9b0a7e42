package io.roomwatch.agent.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretShapesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "http://ada:pw@proxy:3128 refuses | http://[secret]@proxy:3128 refuses",
        "http://ada:p/ss@proxy/x.pac | http://[secret]@proxy/x.pac",
        "http://ada:p\"a'ss@proxy/ | http://[secret]@proxy/",
        "http://ada:p?ss@proxy/x.pac | http://[secret]",
        "see https://h.example/a?token=abc. Then | see https://h.example/a?[secret]. Then",
        "(https://h.example/a#frag) | (https://h.example/a#[secret])",
        "https://hooks.example/services/T0123/B0456/a1B2c3D4e5F6g7H8i9J0k1L2 |"
            + " https://hooks.example/services/T0123/B0456/[secret]",
        "https://hc.example/0f1e2d3c-1111-2222-3333-444455556666 | https://hc.example/[secret]",
        "proxy ada:hunter2@10.4.12.1:3128 | proxy [secret]@10.4.12.1:3128",
        "the proxy http://ada:hunt… | the proxy http://[secret]…",
        "ldap://cn=x:pw@[fe80::1]:389/ | ldap://[secret]@[fe80::1]:389/",
      })
  void ofAnAddressTheSecretPartsGo(String text, String clean) {
    assertEquals(clean, SecretShapes.without(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "password=hunter2, user=ada | password=[secret], user=ada",
        "DefaultPassword = Room!2024 | DefaultPassword = [secret]",
        "db_password: 'correct horse' next | db_password: [secret] next",
        "{\"access_token\": \"abc def\", \"a\": 1} | {\"access_token\": [secret], \"a\": 1}",
        "{\\\"api-key\\\":\\\"abc\\\",\\\"a\\\":1} | {\\\"api-key\\\":[secret],\\\"a\\\":1}",
        "license_key=abc, License key: abc | license_key=[secret], License key: [secret]",
        "X-Api-Key: abc | X-Api-Key: [secret]",
        "curl --token hunter2 -v | curl --token [secret] -v",
        "GET /x pass=hunter2&a=b | GET /x pass=[secret]&a=b",
        "Proxy-Authorization: Basic YWRhOnB3 more | Proxy-Authorization: [secret]",
        "it said Basic YWRhOnB3 once | it said Basic [secret] once",
        "Bearer abc123def | Bearer [secret]",
        "Set-Cookie: sid=1; Path=/ | Set-Cookie: [secret]",
        "the token eyJhbGciOiJI.eyJzdWIiOiIx.SflKx ends | the token [secret] ends",
        "xoxb-12-ab and ghp_0123456789abcdefghij | [secret] and [secret]",
        "key -----BEGIN RSA PRIVATE KEY----- MIIE | key [secret]",
        "joined SSID: Board Guest, then left | joined SSID: [secret], then left",
        "joined SSID \"Board Guest\" | joined SSID [secret]",
        "BSSID=aa:bb:cc:dd:ee:ff | BSSID=[secret]",
        "USB\\VID_046D&PID_085E\\8A21F3C7 gone | USB\\VID_046D&PID_085E\\[secret] gone",
        "BRIO serial number 8A21F3C7 | BRIO serial number [secret]",
        "BRIO (S/N: 8A21-F3C7) | BRIO (S/N: [secret])",
      })
  void whatIsCalledASecretGoes(String text, String clean) {
    assertEquals(clean, SecretShapes.without(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Port 9090 of boardroom-pc is open, connect 0.8 ms.",
        "signal: -60 dBm, quality 0.8",
        "bypass: localhost, *.corp.example",
        "The proxy 10.4.12.1:3128 wants a login (Basic authentication).",
        "https://www.zoomstatus.com/api/v2/summary.json answers 200",
        "http://wpad.corp.example/wpad.dat is the script",
        "alerts.sinks[0].token_file: /etc/roomwatch/token cannot be read",
        "the design of 12:30 was assigned: 3",
        "address eth0: 10.4.12.20/24, fe80::20/64",
        "It is serial, and 3 of 3 passed.",
        "2026-11-20T10:00:00Z verdict host.app-down",
        "C:\\Program Files\\ZoomRooms\\bin\\ZoomRooms.exe",
      })
  void whatIsNoSecretStays(String text) {
    assertEquals(text, SecretShapes.without(text));
  }

  @Test
  void aKeyOfSeveralLinesGoesAsAWhole() {
    String text = "a\n-----BEGIN PRIVATE KEY-----\nMIIE\nabc\n-----END PRIVATE KEY-----\nb";
    assertEquals("a\n[secret]\nb", SecretShapes.without(text));
  }

  @Test
  void aLongTextOfHostileFormEndsSoon() {
    // What a pattern that looks back and forth would take hours for.
    for (String piece : new String[] {"a:", "://", "token", "password_", "eyJ", "-"}) {
      String text = piece.repeat(1000 / piece.length());
      assertFalse(SecretShapes.without(text).isEmpty());
    }
  }
}
