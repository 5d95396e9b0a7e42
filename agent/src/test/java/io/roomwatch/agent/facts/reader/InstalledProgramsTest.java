package io.roomwatch.agent.facts.reader;

import static io.roomwatch.agent.facts.Fixture.known;
import static io.roomwatch.agent.facts.Fixture.unread;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.machine.MachineFacts;
import io.roomwatch.agent.observation.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InstalledProgramsTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final ExecutorService threads = MachineFacts.threads();

  @BeforeEach
  void shellsExist() {
    assumeTrue(
        Files.isExecutable(Path.of("/bin/sh")), "The programs of this test are shell scripts.");
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  private Programs script(String name, String body) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new InstalledPrograms(List.of(folder), threads);
  }

  @Test
  void argumentsArriveAsTheyAreAndNoShellReadsThem() throws IOException {
    Programs programs = script("show", "for a in \"$@\"; do echo \"[$a]\"; done");
    assertEquals(
        "[a b]\n[$HOME]\n[;id]\n",
        known(programs.output(LONG, "show", List.of("a b", "$HOME", ";id"))));
  }

  @Test
  void environmentIsNotPassedOn() throws IOException {
    Programs programs = script("show", "env");
    String environment = known(programs.output(LONG, "show", List.of()));
    assertTrue(environment.contains("LC_ALL=C\n"), environment);
    assertFalse(environment.contains("HOME="), environment);
    assertFalse(environment.toLowerCase(java.util.Locale.ROOT).contains("proxy"), environment);
  }

  @Test
  void programOutsideTheFoldersIsNotInstalled() {
    Programs programs = new InstalledPrograms(List.of(folder), threads);
    assertFalse(programs.has("sh"));
    assertEquals(Reason.NOT_FOUND, unread(programs.output(LONG, "sh", List.of())).reason());
  }

  @Test
  void programThatHangsIsKilledWithItsChildren() throws IOException {
    Programs programs = script("hang", "sleep 987654 & echo $! > " + folder + "/child; wait");
    long from = System.nanoTime();
    Fact.Unread<String> unread =
        unread(programs.output(Duration.ofMillis(700), "hang", List.of("x")));
    assertEquals(Reason.TIMEOUT, unread.reason());
    assertTrue(System.nanoTime() - from < LONG.toNanos(), "it was waited for");
    long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
    await().until(() -> ProcessHandle.of(child).map(handle -> !handle.isAlive()).orElse(true));
  }

  @Test
  void programThatPrintsWithoutEndIsKilled() throws IOException {
    Programs programs = script("flood", "yes");
    assertEquals(Reason.ERROR, unread(programs.output(LONG, "flood", List.of())).reason());
    Programs complaining = script("moan", "yes >&2");
    assertEquals(Reason.ERROR, unread(complaining.output(LONG, "moan", List.of())).reason());
  }

  @Test
  void programThatReadsItsInputFindsNone() throws IOException {
    assertEquals("", known(script("cat-it", "cat").output(LONG, "cat-it", List.of())));
  }

  @Test
  void refusalForLackOfRootIsPermissionAndOtherFailuresAreErrors() {
    for (String said :
        List.of(
            "Operation not permitted (you must be root)\n"
                + "netlink: Error: cache initialization failed",
            "iptables-save v1.8.9 (nf_tables): Could not fetch rule set generation id: Permission"
                + " denied (you must be root)",
            "ERROR: You need to be root to run this script")) {
      assertEquals(Reason.PERMISSION, unread(InstalledPrograms.ended("nft", 1, "", said)).reason());
    }
    Fact.Unread<String> other = unread(InstalledPrograms.ended("nft", 2, "", "syntax error"));
    assertEquals(Reason.ERROR, other.reason());
    assertEquals("nft ended with status 2: syntax error", other.why());
  }

  @Test
  void succeedingProgramMayGrumble() throws IOException {
    Programs programs = script("ok", "echo fine; echo '# Warning: not permitted' >&2");
    assertEquals("fine\n", known(programs.output(LONG, "ok", List.of())));
  }
}
