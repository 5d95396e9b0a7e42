package io.roomwatch.agent.facts.reader;

import static io.roomwatch.agent.facts.Fixture.known;
import static io.roomwatch.agent.facts.Fixture.unread;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.observation.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MachineFilesTest {

  @TempDir private Path root;

  private MachineFiles files() {
    return new MachineFiles(root);
  }

  @Test
  void missingFileIsNotFoundAndNotEmpty() {
    assertEquals(Reason.NOT_FOUND, unread(files().text("/etc/nothing")).reason());
    assertEquals(Reason.NOT_FOUND, unread(files().eachLine("/etc/nothing", line -> {})).reason());
    assertEquals(Reason.NOT_FOUND, unread(files().list("/etc")).reason());
  }

  @Test
  void folderInPlaceOfAFileIsAnError() throws IOException {
    Files.createDirectories(root.resolve("etc/odd"));
    assertEquals(Reason.ERROR, unread(files().text("/etc/odd")).reason());
  }

  @Test
  void fileBeyondTheLimitIsAnErrorAndNotCutOff() throws IOException {
    try (OutputStream out = Files.newOutputStream(root.resolve("big"))) {
      byte[] block = new byte[1 << 20];
      for (int i = 0; i < 3; i++) {
        out.write(block);
      }
    }
    assertEquals(Reason.ERROR, unread(files().text("/big")).reason());
  }

  @Test
  void endlessFileEndsAndIsAnError() {
    MachineFiles real = new MachineFiles(Path.of("/"));
    if (real.exists("/dev/zero")) {
      assertEquals(Reason.ERROR, unread(real.text("/dev/zero")).reason());
      List<Integer> lengths = new ArrayList<>();
      Fact<Boolean> read = real.eachLine("/dev/zero", line -> lengths.add(line.length()));
      assertEquals(Reason.ERROR, unread(read).reason());
      assertEquals(List.of(), lengths);
    }
  }

  @Test
  void longLineIsCutAndTheNextIsWhole() throws IOException {
    Files.writeString(root.resolve("f"), "a".repeat(200_000) + "\nnext\nlast");
    List<String> lines = new ArrayList<>();
    known(files().eachLine("/f", lines::add));
    assertEquals(3, lines.size());
    assertEquals(MachineFiles.LINE_LIMIT, lines.get(0).length());
    assertEquals(List.of("next", "last"), lines.subList(1, 3));
  }

  @Test
  void bytesThatAreNoTextDoNotMatter() throws IOException {
    Files.write(root.resolve("f"), new byte[] {'a', (byte) 0xff, 'b'});
    String text = known(files().text("/f"));
    assertTrue(text.startsWith("a") && text.endsWith("b"), text);
  }

  @Test
  void aNameThatCannotBeSpelledIsAnErrorAndNothingIsThrown() {
    String name = "/mnt/b\0ro";
    assertEquals(Reason.ERROR, unread(files().text(name)).reason());
    assertEquals(Reason.ERROR, unread(files().list(name)).reason());
    assertEquals(Reason.ERROR, unread(files().eachLine(name, line -> {})).reason());
    assertEquals(0, files().bytes(name).length);
    assertEquals(Optional.empty(), files().link(name));
    assertFalse(files().exists(name));
  }

  @Test
  void aFolderIsLeftWhenEnoughIsSeen() throws IOException {
    for (String name : List.of("a", "b", "c")) {
      Files.writeString(root.resolve(name), "");
    }
    List<String> seen = new ArrayList<>();
    known(
        files()
            .eachName(
                "/",
                name -> {
                  seen.add(name);
                  return seen.size() < 2;
                }));
    assertEquals(2, seen.size());
  }
}
