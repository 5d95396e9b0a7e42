package io.roomwatch.agent.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomAppTest {

  private static final String PATH = "C:\\Program Files (x86)\\ZoomRooms\\bin\\ZoomRooms.exe";

  private static RunningProcess process(long pid, String name, int session) {
    return new RunningProcess(
        pid,
        name,
        Optional.of("C:\\x\\" + name + ".exe"),
        Instant.ofEpochSecond(1_000 + pid),
        Optional.of("room"),
        session < 0 ? OptionalInt.empty() : OptionalInt.of(session));
  }

  private static InstalledApplication application(String name, String version) {
    return new InstalledApplication(
        name, Optional.of(version).filter(text -> !text.isEmpty()), "Zoom Communications, Inc.");
  }

  private static Optional<RunningProcess> running(RunningProcess... processes) {
    return RoomApp.running(List.of(processes), RoomApp.DEFAULT_NAMES);
  }

  @Test
  void theRoomsProcessIsFoundAmongTheOthers() {
    RunningProcess room = process(70, "ZoomRooms", 1);
    assertEquals(Optional.of(room), running(process(4, "System", 0), process(8, "Zoom", 1), room));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Zoom",
        "Zoom.exe",
        "CptHost",
        "zcscpthost",
        "zCSCptService",
        "zrshell",
        "Controller",
        "DigitalSignage",
        "zrairhost",
        "zrcpthost",
        "mDNSResponder",
        "zrusplayer",
        "conmon_server",
        "ZoomRoomsHelper",
        "NotZoomRooms"
      })
  void theDesktopClientAndHelpersAreNeverTheRoomEvenWhenConfigured(String name) {
    assertEquals(Optional.empty(), running(process(1, name, 1)));
    if (!name.contains("ZoomRooms")) {
      assertEquals(Optional.empty(), RoomApp.running(List.of(process(1, name, 1)), List.of(name)));
    }
  }

  @Test
  void configuredNamesMayHaveExeAndAnyCase() {
    RunningProcess app = process(1, "AcmeRoom.EXE", 1);
    assertEquals(Optional.of(app), RoomApp.running(List.of(app), List.of("acmeroom")));
    assertEquals(
        Optional.of(app), RoomApp.running(List.of(app), List.of("ACMEROOM.exe", "ZoomRooms")));
  }

  @Test
  void theInteractiveProcessWinsThenTheOldest() {
    RunningProcess service = process(1, "ZoomRooms", 0);
    RunningProcess parent = process(5, "ZoomRooms", 1);
    RunningProcess child = process(9, "ZoomRooms", 1);
    assertEquals(Optional.of(parent), running(child, service, parent));
  }

  @Test
  void helpersAreToldFromOtherPrograms() {
    assertTrue(RoomApp.isHelper("ZRAirHost.exe"));
    assertFalse(RoomApp.isHelper("CptHost"), "it comes with the desktop client too");
    assertFalse(RoomApp.isHelper("ZoomRooms"));
  }

  @Test
  void theInstalledVersionIsThatOfZoomRoomsNotOfTheClient() {
    assertEquals(
        Optional.of(application("Zoom Rooms", "6.4.5.5571")),
        RoomApp.installed(
            List.of(
                application("Zoom Workplace (64-bit)", "6.5.1"),
                application("Zoom", "5.17.0"),
                application("Zoom Rooms", "6.4.5.5571"),
                application("Zoom Rooms Controller", "6.0.0"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Zoom Rooms",
        "ZoomRooms",
        "Zoom Rooms (64-bit)",
        "zoom rooms 6.4.5",
        "ZoomPresence.app"
      })
  void namesOfTheInstallerAreKnown(String name) {
    assertTrue(RoomApp.installed(List.of(application(name, "6.4.5"))).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Zoom",
        "Zoom Workplace",
        "Zoom Rooms Controller",
        "Zoom Outlook Plugin",
        "Zoom Roomsy",
        ""
      })
  void namesOfOtherProductsAreNot(String name) {
    assertEquals(Optional.empty(), RoomApp.installed(List.of(application(name, "6.4.5"))));
  }

  @Test
  void anEntryWithAVersionBeatsOneWithout() {
    assertEquals(
        Optional.of(application("Zoom Rooms", "6.4.5")),
        RoomApp.installed(
            List.of(application("Zoom Rooms", ""), application("Zoom Rooms", "6.4.5"))));
  }

  @Test
  void aRulesProgramIsTheRoomsByPathOrElseByName() {
    assertTrue(RoomApp.isProgram(Optional.of(PATH)).test(PATH.toLowerCase(java.util.Locale.ROOT)));
    assertFalse(RoomApp.isProgram(Optional.of(PATH)).test("D:\\ZoomRooms.exe"));
    assertTrue(RoomApp.isProgram(Optional.empty()).test("D:\\old\\zoomrooms.EXE"));
    assertFalse(RoomApp.isProgram(Optional.empty()).test("C:\\Program Files\\Zoom\\bin\\Zoom.exe"));
    assertFalse(RoomApp.isProgram(Optional.empty()).test("System"));
  }
}
