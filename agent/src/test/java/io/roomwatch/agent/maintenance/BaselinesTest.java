package io.roomwatch.agent.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.maintenance.duty.BaselineState;
import io.roomwatch.agent.store.Faulty;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselinesTest {

  @TempDir Path folder;
  private Store disk;
  private Faulty store;
  private Baselines baselines;
  private Instant now = Room.START;

  @BeforeEach
  void open() throws StoreException {
    disk = Store.open(folder);
    store = new Faulty(disk);
    baselines = new Baselines(store, () -> now);
  }

  @AfterEach
  void close() throws StoreException {
    disk.close();
  }

  private BaselineState state() throws StoreException {
    return disk.read(transaction -> Baselines.read(transaction, "room.peripherals"));
  }

  @Test
  void onlyWhatDiffersIsCapturedAnew() throws StoreException {
    baselines.measured("room.peripherals", List.of("camera A"));
    now = now.plus(Duration.ofHours(1));
    baselines.measured("room.peripherals", List.of("camera A"));
    new Baselines(store, () -> now).measured("room.peripherals", List.of("camera A"));
    assertEquals(Room.START, state().captured().orElseThrow().at());
    baselines.measured("room.peripherals", List.of("camera A", "camera B"));
    assertEquals(
        new BaselineState.Taken(List.of("camera A", "camera B"), now, "roomwatch"),
        state().captured().orElseThrow());
    assertEquals(Optional.empty(), state().accepted());
  }

  @Test
  void whatWasAcceptedStaysWhileOtherThingsAreMeasured() throws StoreException {
    baselines.measured("room.peripherals", List.of("camera A"));
    assertEquals(
        List.of("camera A"),
        disk.write(t -> Baselines.accept(t, "room.peripherals", "Ann", now)).orElseThrow().lines());
    baselines.measured("room.peripherals", List.of());
    assertEquals(Optional.of(List.of("camera A")), baselines.accepted("room.peripherals"));
    assertEquals("Ann", state().accepted().orElseThrow().by());
    assertEquals(List.of(), state().captured().orElseThrow().lines());
  }

  @Test
  void measuredOnFullDiskIsKeptAtTheNextLook() throws StoreException {
    store.full(true);
    baselines.measured("room.peripherals", List.of("camera A"));
    assertEquals(Optional.empty(), state().captured());
    store.full(false);
    baselines.measured("room.peripherals", List.of("camera A"));
    assertEquals(List.of("camera A"), state().captured().orElseThrow().lines());
  }

  @Test
  void measuredIsWrittenAgainInStoreBegunAnew() throws Exception {
    baselines.measured("room.peripherals", List.of("camera A"));
    try (Store fresh = Store.open(Files.createDirectory(folder.resolve("fresh")))) {
      store.moveTo(fresh);
      // As a check looks: first what was accepted, then what it saw.
      assertEquals(Optional.empty(), baselines.accepted("room.peripherals"));
      baselines.measured("room.peripherals", List.of("camera A"));
      assertEquals(
          List.of("camera A"),
          fresh
              .read(transaction -> Baselines.read(transaction, "room.peripherals"))
              .captured()
              .orElseThrow()
              .lines());
    }
  }

  @Test
  void linesAreReadAsTheyWereWritten() {
    String letters = "ab\\n\n \r\t'\";é=";
    for (long seed = 1; seed <= 500; seed++) {
      Random random = new Random(seed);
      List<String> lines = new ArrayList<>();
      for (int i = random.nextInt(6); i > 0; i--) {
        StringBuilder line = new StringBuilder();
        for (int j = random.nextInt(8); j > 0; j--) {
          line.append(letters.charAt(random.nextInt(letters.length())));
        }
        lines.add(line.toString());
      }
      assertEquals(lines, Lines.read(Lines.write(lines)), "seed " + seed);
    }
  }

  @Test
  void evidenceThatIsTooLongSaysHowMuchIsLeftOut() {
    List<String> lines = java.util.Collections.nCopies(3000, "x".repeat(99));
    List<String> bounded = Lines.bounded(lines);
    assertEquals("… and 2345 more lines, left out.", bounded.get(bounded.size() - 1));
    assertEquals(656, bounded.size());
  }
}
