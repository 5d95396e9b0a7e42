package io.roomwatch.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {

  @TempDir private Path folder;

  @Test
  void theNamedFolderWins() throws IOException {
    assertEquals(
        Path.of("x"),
        StateFolder.of(Optional.of(Path.of("x")), "Linux", Map.of(), Optional.of(image(true))));
  }

  @Test
  void aBuildTreeKeepsItsStateBesideTheImageThatEachBuildMakesAnew() throws IOException {
    assertEquals(
        folder.resolve("target/roomwatch-state"),
        StateFolder.of(Optional.empty(), "Linux", Map.of(), Optional.of(image(true))));
  }

  @Test
  void anInstalledProgramUsesTheUsualPlaceOfItsSystem() throws IOException {
    Path image = image(false);
    assertEquals(
        Path.of("/var/lib/roomwatch"),
        StateFolder.of(Optional.empty(), "Linux", Map.of(), Optional.of(image)));
    assertEquals(
        Path.of("/var/lib/roomwatch"),
        StateFolder.of(Optional.empty(), "Linux", Map.of(), Optional.empty()));
    assertEquals(
        Path.of("/Library/Application Support/Roomwatch"),
        StateFolder.of(Optional.empty(), "Mac OS X", Map.of(), Optional.of(image)));
    assertEquals(
        Path.of("D:\\Data", "Roomwatch"),
        StateFolder.of(
            Optional.empty(), "Windows 11", Map.of("ProgramData", "D:\\Data"), Optional.of(image)));
  }

  private Path image(boolean inTree) throws IOException {
    if (inTree) {
      Files.createFile(folder.resolve("pom.xml"));
    }
    return Files.createDirectories(folder.resolve("target/roomwatch"));
  }
}
