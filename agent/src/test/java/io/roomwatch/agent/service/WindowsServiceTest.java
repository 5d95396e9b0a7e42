package io.roomwatch.agent.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.service.ServiceControl.Removal;
import io.roomwatch.agent.service.ServiceControl.State;
import io.roomwatch.agent.service.ServiceControl.Wish;
import io.roomwatch.agent.service.SystemPrograms.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Windows is asked; a real one answers in the tests of the package. */
class WindowsServiceTest {

  private static final Ended NONE = new Ended(1, "ERROR: The system was unable to find it.");
  private static final Ended KEY = new Ended(0, "HKEY_LOCAL_MACHINE");
  private static final Ended RUNNING = new Ended(0, "SERVICE_NAME: Roomwatch\n STATE : 4  RUNNING");
  private static final Ended STOPPED = new Ended(0, "DIENSTNAME: Roomwatch\n STATUS : 1  STOPPED ");

  @TempDir private Path folder;

  private final FakePrograms programs = new FakePrograms();
  private Path home;
  private Path data;
  private WindowsService service;

  @BeforeEach
  void lay() throws IOException {
    home = Files.createDirectories(folder.resolve("Program Files"));
    data = folder.resolve("data");
    Files.createDirectories(home.resolve("lib"));
    Files.writeString(home.resolve("lib/java.options"), "# comment\n-Xmx64m\n\n-Xss256k\n");
    Files.writeString(home.resolve("lib/b.jar"), "");
    Files.writeString(home.resolve("lib/a.jar"), "");
    service = new WindowsService(home, data, programs);
    programs.answers.put("reg.exe query", NONE);
  }

  private static Wish wish(boolean open, String... listen) {
    return new Wish(Optional.empty(), Map.of(), List.of(listen), open, "10.4.0.0/16");
  }

  private String registration() {
    return programs.asked.stream().filter(line -> line.contains("//IS//")).toList().getLast();
  }

  @Test
  void theServiceIsWhatTheContractSays() throws Exception {
    service.install(wish(false));
    String line = registration();
    for (String part :
        List.of(
            "//IS//Roomwatch",
            "--Startup=delayed",
            "--ServiceUser=NT AUTHORITY\\LocalService",
            "--StopTimeout=20",
            "++Environment=ProgramData=" + folder,
            "--Classpath=" + home.resolve("lib/a.jar") + ";" + home.resolve("lib/b.jar"),
            "++StartParams=run",
            "++JvmOptions=-Xmx64m",
            "++JvmOptions=-Xss256k",
            "++JvmOptions=-Droomwatch.log.file=" + data.resolve("logs/roomwatch.log"))) {
      assertTrue(line.contains(part), part + " is not in " + line);
    }
    assertFalse(line.contains("comment"), line);
    assertTrue(programs.wasAsked("restart/5000/restart/30000/restart/60000"));
    assertTrue(programs.wasAsked("/setowner *S-1-5-32-544 /T"));
    assertTrue(programs.wasAsked("/reset /T"));
    assertTrue(programs.wasAsked("/inheritance:r /grant:r *S-1-5-18:(OI)(CI)F"));
    assertTrue(programs.wasAsked("net.exe start Roomwatch"));
    assertFalse(programs.wasAsked("netsh.exe"), "nobody asked for the firewall");
    assertTrue(Files.exists(data.resolve("roomwatch.yaml")));
  }

  @Test
  void theFirewallIsOpenedOnDemandForWhomWasNamed() throws Exception {
    service.install(wish(true, "0.0.0.0:10909"));
    assertTrue(programs.wasAsked("add rule name=Roomwatch status and metrics dir=in action=allow"));
    assertTrue(programs.wasAsked("localport=10909"));
    assertTrue(programs.wasAsked("remoteip=10.4.0.0/16"));
    ServiceFault useless =
        assertThrows(ServiceFault.class, () -> service.install(wish(true, "127.0.0.1:10909")));
    assertTrue(String.valueOf(useless.getMessage()).contains("this machine only"));
  }

  @Test
  void anUpgradeGoesOnWithItsArgumentsAndConfiguration() throws Exception {
    service.install(wish(false, "0.0.0.0:10910"));
    Files.writeString(data.resolve("roomwatch.yaml"), "# mine\n");
    programs.asked.clear();
    programs.answers.put("reg.exe query", KEY);
    programs.answers.put("sc.exe query", STOPPED);
    service.uninstall(Removal.FOR_UPGRADE);
    assertFalse(programs.wasAsked("netsh.exe"), "its firewall rule stays");
    programs.answers.put("reg.exe query", NONE);
    service.install(wish(false));
    assertTrue(registration().contains("++StartParams=0.0.0.0:10910"), registration());
    assertEquals("# mine\n", Files.readString(data.resolve("roomwatch.yaml")));
  }

  @Test
  void removalKeepsConfigurationUnlessAsked() throws Exception {
    service.install(wish(false));
    programs.answers.put("reg.exe query", KEY);
    programs.answers.put("sc.exe query", RUNNING);
    programs.asked.clear();
    service.uninstall(Removal.SERVICE);
    assertTrue(programs.asked.indexOf("net.exe stop Roomwatch") >= 0, programs.asked.toString());
    assertTrue(programs.wasAsked("sc.exe delete Roomwatch"));
    assertTrue(programs.wasAsked("Procrun 2.0\\Roomwatch /f"), "its host's settings go, too");
    assertTrue(Files.exists(data.resolve("roomwatch.yaml")));
    service.uninstall(Removal.EVERYTHING);
    assertFalse(Files.exists(data));
  }

  @Test
  void theGivenConfigurationIsTakenWhenThereIsNone() throws Exception {
    Path given = Files.writeString(folder.resolve("given.yaml"), "room: {name: x}\n");
    service.install(
        new Wish(Optional.of(given), Map.of("name", "y"), List.of(), false, "LocalSubnet"));
    assertEquals("room: {name: x}\n", Files.readString(data.resolve("roomwatch.yaml")));
  }

  @Test
  void theStateIsReadInEveryLanguage() throws Exception {
    assertEquals(State.NOT_INSTALLED, service.state());
    programs.answers.put("reg.exe query", KEY);
    programs.answers.put("sc.exe query", RUNNING);
    assertEquals(State.RUNNING, service.state());
    programs.answers.put("reg.exe query", KEY);
    programs.answers.put("sc.exe query", STOPPED);
    assertEquals(State.STOPPED, service.state());
    programs.answers.put("reg.exe query", KEY);
    programs.answers.put("sc.exe query", new Ended(5, "Access is denied."));
    assertThrows(ServiceFault.class, service::state);
  }
}
