package io.roomwatch.agent.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Names of alerts. */
class KeysTest {

  @Test
  void readsAsSiteRoomAndCause() {
    assertEquals("berlin/Boardroom_4.12/link.peer-down", key("berlin", "Boardroom 4.12"));
  }

  @Test
  void roomsThatDifferNeverShareOne() {
    List<String> names =
        List.of(
            "A B", "A_B", "A-B", "A/B", "A:20:B", "AB", "a b", "会議室1", "会議室2", "Ä", ":5f:", "_");
    Set<String> keys = new HashSet<>();
    names.forEach(name -> keys.add(key("site", name)));
    names.forEach(name -> keys.add(key(name, "room")));
    assertEquals(2 * names.size(), keys.size());
  }

  @Test
  void siteAndRoomDoNotRunIntoEachOther() {
    assertNotEquals(key("a/b", "c"), key("a", "b/c"));
  }

  @Test
  void longNamesStayApartAndWithinWhatPagerDutyTakes() {
    String name = "会".repeat(199);
    String one = key(name + "A", name + "B");
    assertTrue(one.length() <= 255, one);
    assertNotEquals(one, key(name + "A", name + "C"));
    assertTrue(one.matches("[A-Za-z0-9._:/-]+"), one);
  }

  private static String key(String site, String room) {
    return Keys.of(new Notice.Room(room, site), "link.peer-down");
  }
}
