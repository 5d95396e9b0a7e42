package io.roomwatch.agent.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.NetInterface.Kind;
import io.roomwatch.agent.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MachineWatchTest {

  @TempDir private Path folder;
  private final FakeMachine machine = new FakeMachine();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private Store store;
  private Journal journal;
  private Recorder recorder;
  private MachineWatch watch;
  private long nanos;
  private int told;

  @BeforeEach
  void start() throws Exception {
    store = Store.open(folder);
    journal = new Journal(store);
    recorder = new Recorder(store, executor, () -> Events.AT, () -> nanos, Recorder.Limits.DEFAULT);
    watch = watch();
  }

  @AfterEach
  void stop() throws Exception {
    executor.shutdownNow();
    store.close();
  }

  private MachineWatch watch() {
    return new MachineWatch(machine, () -> true, journal, recorder, () -> Events.AT, () -> nanos);
  }

  private void restart() throws Exception {
    assertEquals(0, recorder.flush(Duration.ofSeconds(20)));
    watch = watch();
  }

  /** What a look adds to the journal. */
  private List<String> look() throws Exception {
    nanos += Duration.ofSeconds(15).toNanos();
    watch.look();
    assertEquals(0, recorder.flush(Duration.ofSeconds(20)));
    List<String> all =
        journal.changes(Events.AT, Events.AT.plusSeconds(1), 1000).stream()
            .map(Event::text)
            .toList();
    List<String> fresh = all.subList(told, all.size());
    told = all.size();
    return fresh;
  }

  @Test
  void theFirstLookOfAllOnlyRemembers() throws Exception {
    assertEquals(List.of(), look());
    assertEquals(List.of(), look());
    assertTrue(journal.note(MachineWatch.NOTE).isPresent());
  }

  @Test
  void aChangeIsToldOnce() throws Exception {
    look();
    machine.link("eth0", Kind.ETHERNET, true, "10.4.12.77/24");
    assertEquals(List.of("The address of eth0 was 10.4.12.20/24, is 10.4.12.77/24."), look());
    assertEquals(List.of(), look());
  }

  @Test
  void whatIsGoneForOneLookOnlyIsNotGone() throws Exception {
    look();
    machine.link("eth0", Kind.ETHERNET, true);
    assertEquals(List.of(), look());
    machine.link("eth0", Kind.ETHERNET, true, "10.4.12.20/24");
    assertEquals(List.of(), look());
    machine.link("eth0", Kind.ETHERNET, true);
    assertEquals(List.of(), look());
    assertEquals(List.of("eth0 has no address any more; it was 10.4.12.20/24."), look());
    assertEquals(List.of(), look());
  }

  @Test
  void aChangeMadeWhileTheAgentWasOffIsNoticedAtStart() throws Exception {
    look();
    machine.link("eth0", Kind.ETHERNET, true, "10.4.12.77/24");
    machine.firewall = Fact.known(FakeMachine.firewall(false, "allow 22", "allow 9090"));
    restart();
    assertEquals(
        List.of(
            "While Roomwatch was not running, the address of eth0 was 10.4.12.20/24, is"
                + " 10.4.12.77/24.",
            "While Roomwatch was not running, the firewall Windows Firewall Domain was on and in"
                + " use, is off and in use."),
        look());
    assertEquals(List.of(), look());
  }

  @Test
  void whatHasGoneWhileTheAgentWasOffIsToldWhenTwoLooksMissIt() throws Exception {
    look();
    machine.resolvers.clear();
    restart();
    assertEquals(List.of(), look());
    machine.controllers.add("10.4.13.32");
    assertEquals(
        List.of(
            "While Roomwatch was not running, there is no DNS server any more; before:"
                + " 10.4.12.53.",
            "The controller 10.4.13.32 is connected."),
        look());
    assertEquals(List.of(), look());
  }

  @Test
  void aRestartWithoutAChangeIsNoChange() throws Exception {
    look();
    restart();
    assertEquals(List.of(), look());
    assertEquals(List.of(), look());
  }

  @Test
  void aBootBeforeTheNetworkIsThereIsNoChange() throws Exception {
    look();
    machine.link("eth0", Kind.ETHERNET, true).noRoutes();
    machine.resolvers.clear();
    machine.controllers.clear();
    restart();
    assertEquals(List.of(), look());
    machine.link("eth0", Kind.ETHERNET, true, "10.4.12.20/24");
    machine.route("0.0.0.0/0", "10.4.12.1", "eth0");
    machine.resolvers.add(FakeMachine.ip("10.4.12.53"));
    machine.controllers.add("10.4.13.31");
    assertEquals(List.of(), look());
    assertEquals(List.of(), look());
  }

  @Test
  void aControllerThatComesAndGoesDoesNotFloodTheJournal() throws Exception {
    look();
    for (int i = 0; i < 400; i++) {
      if (i % 2 == 0) {
        machine.controllers.clear();
      } else {
        machine.controllers.add("10.4.13.31");
      }
      nanos += Duration.ofSeconds(15).toNanos();
      watch.look();
    }
    machine.controllers.clear();
    assertEquals(
        List.of(
            "The controller 10.4.13.31 comes and goes; that is told again when it stays or stays"
                + " away."),
        look());
  }

  @Test
  void whatCannotBeReadAtStartIsComparedWhenItCan() throws Exception {
    look();
    machine.unread.add("resolvers");
    machine.resolvers.set(0, FakeMachine.ip("8.8.8.8"));
    restart();
    assertEquals(List.of(), look());
    machine.unread.clear();
    assertEquals(List.of("The DNS servers were 10.4.12.53, are 8.8.8.8."), look());
  }

  @Test
  void aMemoryOfNonsenseIsNone() throws Exception {
    recorder.add(List.of(), new Note(MachineWatch.NOTE, "{nonsense"));
    restart();
    assertEquals(List.of(), look());
    machine.link("eth0", Kind.ETHERNET, true, "10.4.12.77/24");
    assertEquals(1, look().size());
  }
}
