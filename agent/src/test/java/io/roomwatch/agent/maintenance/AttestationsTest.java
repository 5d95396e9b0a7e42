package io.roomwatch.agent.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.roomwatch.agent.maintenance.Attestations.Outcome;
import io.roomwatch.agent.maintenance.duty.Result;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttestationsTest {

  private static final String ITEM = "monthly.other-devices";
  private static final Instant DUE = Instant.parse("2026-12-07T06:30:00Z");

  @TempDir Path folder;
  private Store store;
  private final Room room =
      new Room("schedule: {weekly.vpn: {enabled: false}}\nroom: {name: Boardroom}");

  @BeforeEach
  void open() throws StoreException {
    store = Store.open(folder.resolve("state"));
    room.upkeep(store).tick();
  }

  @AfterEach
  void close() throws StoreException {
    store.close();
  }

  private Outcome attest(String item, String by, Result result, Optional<Path> file)
      throws StoreException {
    return new Attestations(store, room.agenda(), () -> room.now)
        .attest(new Attestations.Request(item, by, result, "a\nnote", file));
  }

  private Outcome.Kept kept(String item, Result result) throws StoreException {
    return switch (attest(item, "Ann", result, Optional.empty())) {
      case Outcome.Kept kept -> kept;
      case Outcome.Refused refused -> fail(refused.why());
    };
  }

  private String refused(String item, String by, Result result) throws StoreException {
    return switch (attest(item, by, result, Optional.empty())) {
      case Outcome.Kept kept -> fail(kept.toString());
      case Outcome.Refused refused -> refused.why();
    };
  }

  @Test
  void shortlyBeforeItsTimeCountsForTheComingOne() throws StoreException {
    room.now = DUE.minus(Duration.ofDays(7));
    Outcome.Kept kept = kept(ITEM, Result.PASS);
    assertEquals("2026-12", kept.answer().occurrence().period());
    assertEquals("Next due Mon 2027-01-04 06:30 Z.", kept.next());
    assertFalse(kept.status().due());
    assertEquals(
        List.of("Ann attests pass for monthly.other-devices of 2026-12: a note."), kept.happened());
  }

  @Test
  void earlierThanThatCountsForTheOneBefore() throws StoreException {
    room.now = DUE.minus(Duration.ofDays(7)).minusSeconds(1);
    Outcome.Kept kept = kept(ITEM, Result.PASS);
    assertEquals("2026-11", kept.answer().occurrence().period());
    assertEquals(DUE, kept.status().next().due());
    assertEquals("Next due Mon 2026-12-07 06:30 Z.", kept.next());
  }

  @Test
  void noAccessIsKeptAndShownAndKeepsItDue() throws StoreException {
    room.now = DUE.plus(Duration.ofDays(1));
    Outcome.Kept kept = kept(ITEM, Result.NO_ACCESS);
    assertTrue(kept.status().due());
    assertFalse(kept.status().overdue());
    assertEquals(Result.NO_ACCESS, kept.status().last().orElseThrow().result());
    assertEquals(Optional.of("A person: Ann had no access."), kept.status().waitingFor());
    assertEquals(
        "It stays due, since Mon 2026-12-07 06:30 Z, and is overdue after Mon 2026-12-14 06:30 Z.",
        kept.next());
    room.now = DUE.plus(Duration.ofDays(8));
    assertEquals(
        "It is overdue: due since Mon 2026-12-07 06:30 Z.", kept(ITEM, Result.NO_ACCESS).next());
    assertEquals("Next due Mon 2027-01-04 06:30 Z.", kept(ITEM, Result.FAIL).next());
  }

  @Test
  void overdueLastsUntilSomebodyAnswersWhateverWindowsOpen() throws StoreException {
    for (int days = 8; days < 200; days++) {
      room.now = DUE.plus(Duration.ofDays(days));
      ItemStatus status =
          Timetable.of(store, room.agenda(), room.now).stream()
              .filter(each -> each.item().id().equals(ITEM))
              .findFirst()
              .orElseThrow();
      assertTrue(status.overdue(), status::toString);
      assertEquals(DUE, status.next().due());
    }
    assertFalse(kept(ITEM, Result.PASS).status().due());
  }

  @Test
  void secondOneIsKeptTooAndTheNewestCounts() throws StoreException {
    room.now = DUE;
    Outcome.Kept first = kept(ITEM, Result.FAIL);
    assertEquals(Result.FAIL, first.status().last().orElseThrow().result());
    room.passes(Duration.ofDays(1));
    assertEquals(Result.PASS, kept(ITEM, Result.PASS).status().last().orElseThrow().result());
    room.passes(Duration.ofDays(1));
    Outcome.Kept third = kept(ITEM, Result.NO_ACCESS);
    assertFalse(third.status().due(), "what was done stays done");
    assertEquals(3, store.read(Answers::all).size());
  }

  @Test
  void evidenceIsTheFilesHashAndWhatTheAgentKnew() throws IOException {
    Path file = Files.writeString(folder.resolve("photo of desk.txt"), "abc");
    attest("annual.network-security-audit", " Ann\tLee ", Result.PASS, Optional.of(file));
    Answer.Filed filed = store.read(Answers::all).get(0);
    assertEquals("Ann Lee", filed.answer().said().by());
    assertEquals(
        Optional.of(
            new EvidenceFile(
                "photo of desk.txt",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                3)),
        filed.file());
    assertEquals("Known to the agent at 2026-11-18T10:00:00Z:", filed.evidence().get(0));
    assertTrue(filed.evidence().contains("local.firewall ok: local.firewall is fine."));
  }

  @Test
  void refusalsSayWhyAndKeepNothing() throws IOException {
    assertEquals(
        "'monthly.other-device' is no maintenance item; did you mean 'monthly.other-devices'?",
        refused("monthly.other-device", "Ann", Result.PASS));
    assertEquals(
        "'coffee' is no maintenance item; roomwatch schedule lists them.",
        refused("coffee", "Ann", Result.PASS));
    assertEquals(
        "'weekly.vpn' is disabled in the configuration (schedule).",
        refused("weekly.vpn", "Ann", Result.PASS));
    assertEquals("Say who you are: the name is kept.", refused(ITEM, " \n ", Result.PASS));
    assertEquals("A person attests pass, fail or no-access.", refused(ITEM, "Ann", Result.UNKNOWN));
    Path missing = folder.resolve("missing.jpg");
    assertEquals(
        new Outcome.Refused(missing + " cannot be read: there is no such file"),
        attest(ITEM, "Ann", Result.PASS, Optional.of(missing)));
    assertEquals(
        new Outcome.Refused(folder + " cannot be read: it is a folder"),
        attest(ITEM, "Ann", Result.PASS, Optional.of(folder)));
    assertEquals(List.of(), store.read(Answers::all));
  }

  @Test
  void firewallIsAcceptedByAttestingPassAndThenPasses() throws StoreException {
    Baselines baselines = new Baselines(store, () -> room.now);
    assertEquals(
        "Nothing has been measured yet that could be accepted as local.firewall.",
        kept("quarterly.firewall-unchanged", Result.PASS).happened().get(1));
    baselines.measured("local.firewall", List.of("allow 9090", "deny \\ \n all"));
    assertEquals(Optional.empty(), baselines.accepted("local.firewall"));
    kept("quarterly.firewall-unchanged", Result.FAIL);
    assertEquals(Optional.empty(), baselines.accepted("local.firewall"), "a fail accepts nothing");
    String accepted = kept("quarterly.firewall-unchanged", Result.PASS).happened().get(1);
    assertTrue(
        accepted.startsWith("Accepted as the baseline local.firewall: 2 lines as measured at"),
        accepted);
    assertEquals(
        Optional.of(List.of("allow 9090", "deny \\ \n all")), baselines.accepted("local.firewall"));

    room.now = Instant.parse("2027-01-04T08:00:00Z");
    room.sees("local.firewall", Finding.ok("Read."));
    Upkeep upkeep = room.upkeep(store);
    upkeep.tick();
    assertEquals(Result.PASS, last(upkeep, "quarterly.firewall-unchanged"));
    baselines.measured("local.firewall", List.of("allow 9090"));
    room.now = Instant.parse("2027-04-05T08:00:00Z");
    upkeep.tick();
    assertEquals(Result.FAIL, last(upkeep, "quarterly.firewall-unchanged"));
    kept("quarterly.firewall-unchanged", Result.PASS);
    upkeep.tick();
    assertEquals(Result.PASS, last(upkeep, "quarterly.firewall-unchanged"));
  }

  @Test
  void configurationRecordIsWrittenByTheAgentAndAcceptedByPerson() throws StoreException {
    room.now = Instant.parse("2027-01-04T08:00:00Z");
    Upkeep upkeep = room.upkeep(store);
    upkeep.tick();
    assertEquals(Result.NEEDS_PERSON, last(upkeep, "annual.configuration-record"));
    kept("annual.configuration-record", Result.PASS);
    upkeep.tick();
    assertEquals(Result.PASS, last(upkeep, "annual.configuration-record"));
    room.now = Instant.parse("2028-01-03T08:00:00Z");
    upkeep.tick();
    assertEquals(
        "roomwatch",
        upkeep.statuses().stream()
            .filter(each -> each.item().id().equals("annual.configuration-record"))
            .findFirst()
            .flatMap(ItemStatus::last)
            .orElseThrow()
            .said()
            .by());
  }

  private static Result last(Upkeep upkeep, String item) {
    return upkeep.statuses().stream()
        .filter(each -> each.item().id().equals(item))
        .findFirst()
        .flatMap(ItemStatus::last)
        .orElseThrow()
        .result();
  }
}
