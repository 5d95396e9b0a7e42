package io.roomwatch.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.service.FakePrograms;
import io.roomwatch.agent.service.ServiceControl;
import io.roomwatch.agent.service.SystemPrograms.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceCommandTest {

  @TempDir private Path folder;

  private final FakeProgram program = new FakeProgram();
  private final FakePrograms windows = new FakePrograms();

  @BeforeEach
  void lay() throws IOException {
    Path home = folder.resolve("home");
    Files.createDirectories(home.resolve("lib"));
    Files.writeString(home.resolve("lib/java.options"), "-Xmx64m\n");
    windows.answers.put("reg.exe query", new Ended(1, ""));
    program.service =
        ServiceControl.of(
            "Windows 11", Map.of("ProgramData", folder.toString()), Optional.of(home), windows);
  }

  @Test
  void installTakesWhatAnInstallerWasGivenAndLeavesTheEmptyOut() throws Exception {
    assertEquals(
        0,
        program.run(
            "service",
            "install",
            "--room.name",
            "Boardroom 4.12",
            "--room.site",
            "",
            "--web.listen-address",
            "",
            "--config.file",
            "",
            "--remote-address",
            "LocalSubnet"),
        program.err.toString());
    assertEquals(
        "# Roomwatch configuration; all settings: roomwatch config schema\n"
            + "room:\n  name: 'Boardroom 4.12'\n",
        Files.readString(folder.resolve("Roomwatch/roomwatch.yaml")));
    assertTrue(program.out.toString().contains("is installed and started"));
  }

  @Test
  void aPortOfZoomRoomsIsRefusedBeforeAnythingIsDone() {
    assertEquals(64, program.run("service", "install", "--web.listen-address", "0.0.0.0:9090"));
    assertTrue(windows.asked.isEmpty(), windows.asked.toString());
  }

  @Test
  void theStatusIsSaidAndIsTheExitCode() {
    assertEquals(4, program.run("service", "status"));
    windows.answers.put("reg.exe query", new Ended(0, ""));
    windows.answers.put("sc.exe query", new Ended(0, "STATE : 1  STOPPED"));
    assertEquals(3, program.run("service", "status"));
    windows.answers.put("sc.exe query", new Ended(0, "STATE : 4  RUNNING"));
    assertEquals(0, program.run("service", "status"));
    assertTrue(program.out.toString().endsWith("The service runs.\n"));
  }

  @Test
  void whatCannotBeDoneIsSaid() {
    assertEquals(69, program.run("service", "uninstall"));
    assertTrue(program.err.toString().contains("there is no service Roomwatch"));
    program.service = ServiceControl.of("Mac OS X", Map.of(), Optional.of(folder), windows);
    assertEquals(69, program.run("service", "start"));
    assertTrue(program.err.toString().contains("neither systemd nor Windows services"));
    assertEquals(64, program.run("service"));
  }
}
