package io.roomwatch.agent.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {

  private static final byte[] BYTES = "bundle".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private static void write(Path target, boolean force) throws Refusal {
    OutputFile.secret(target, force).write(ByteBuffer.wrap(BYTES));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String refused(Path target, boolean force) {
    return String.valueOf(assertThrows(Refusal.class, () -> write(target, force)).getMessage());
  }

  @Test
  void itIsForItsOwnerAloneAndNothingElseIsLeft() throws Exception {
    Path target = folder.resolve("a.zip");
    write(target, false);
    assertArrayEquals(BYTES, Files.readAllBytes(target));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
    assertEquals(List.of("a.zip"), names());
  }

  @Test
  void oneThatExistsStaysUnlessForcedAndThenTheNewOnesRightsHold() throws Exception {
    Path target = Files.writeString(folder.resolve("a.zip"), "old");
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertEquals(target + ": exists; --force overwrites it", refused(target, false));
    assertEquals("old", Files.readString(target));
    write(target, true);
    assertEquals("bundle", Files.readString(target));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
    assertEquals(List.of("a.zip"), names());
  }

  @Test
  void ofALinkTheLinkIsReplacedAndNeverWhatItLeadsTo() throws Exception {
    Path precious = Files.writeString(folder.resolve("precious"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("a.zip"), precious);
    assertTrue(refused(link, false).contains("exists"));
    write(link, true);
    assertEquals("old", Files.readString(precious));
    assertEquals("bundle", Files.readString(link));
    // Leads nowhere: still not ours to write through.
    Path dangling = Files.createSymbolicLink(folder.resolve("b.zip"), folder.resolve("nowhere"));
    assertTrue(refused(dangling, false).contains("exists"));
  }

  private static void writeAsUsual(Path target, boolean force) throws Refusal {
    OutputFile.of(target, force, ExitCode.CONFIG).write(ByteBuffer.wrap(BYTES));
  }

  @Test
  void oneForEverybodyIsAsOpenAsOthersThatAreMadeHere() throws Exception {
    Path other = Files.createFile(folder.resolve("other"));
    Path target = folder.resolve("a.csv");
    writeAsUsual(target, false);
    assertEquals("bundle", Files.readString(target));
    assertEquals(Files.getPosixFilePermissions(other), Files.getPosixFilePermissions(target));
    assertEquals(List.of("a.csv", "other"), names());
  }

  @Test
  void oneForEverybodyGoesThroughALinkButOnlyToAFile() throws Exception {
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device), "there is no /dev/null here");
    Path link = Files.createSymbolicLink(folder.resolve("a"), device);
    Refusal refusal = assertThrows(Refusal.class, () -> writeAsUsual(link, true));
    assertEquals(link + ": is a pipe or a device, not a file", refusal.getMessage());
    Path dangling = Files.createSymbolicLink(folder.resolve("b"), folder.resolve("nowhere"));
    refusal = assertThrows(Refusal.class, () -> writeAsUsual(dangling, false));
    assertEquals(
        dangling + ": exists; --force overwrites it, -o - prints instead", refusal.getMessage());
    assertTrue(Files.isSymbolicLink(dangling));
  }

  @Test
  void aFolderADeviceAndAMissingFolderAreRefused() {
    assertEquals(folder + ": is a folder; name the file in it", refused(folder, true));
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device), "there is no /dev/null here");
    assertEquals("/dev/null: is a pipe or a device, not a file", refused(device, true));
    Path nowhere = folder.resolve("no/a.zip");
    assertEquals(
        nowhere + ": cannot be written: its folder does not exist", refused(nowhere, false));
  }
}
