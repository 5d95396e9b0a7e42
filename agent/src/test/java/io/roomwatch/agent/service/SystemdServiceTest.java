package io.roomwatch.agent.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.roomwatch.agent.service.ServiceControl.Removal;
import io.roomwatch.agent.service.ServiceControl.State;
import io.roomwatch.agent.service.ServiceControl.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A copy of Roomwatch made into a unit, in a root of the test's. */
class SystemdServiceTest {

  private static final Path HOME = Path.of("/opt/room watch");

  @TempDir private Path root;

  private final FakePrograms programs = new FakePrograms();

  @BeforeEach
  void lay() throws IOException {
    Files.createDirectories(root.resolve("etc/systemd/system"));
  }

  /** The files that the image ships lie where the tree has them. */
  private SystemdService service(Path home) throws IOException {
    Path shipped = root.resolve("home/share/systemd");
    Files.createDirectories(shipped);
    for (String name : List.of("roomwatch.service", "roomwatch.sysusers")) {
      Files.writeString(
          shipped.resolve(name), Files.readString(Path.of("..", "systemd").resolve(name)));
    }
    return new SystemdService(root, home, programs);
  }

  private static Wish wish(String... listen) {
    return new Wish(Optional.empty(), Map.of("name", "It's 4.12"), List.of(listen), false, "any");
  }

  private static String fault(Executable asked) {
    return String.valueOf(assertThrows(ServiceFault.class, asked).getMessage());
  }

  @Test
  void theUnitRunsThisCopyWithItsArguments() throws Exception {
    // Below a temporary folder it would be refused: only its files are there.
    SystemdService service = service(root.resolve("home"));
    String refused = fault(() -> service.install(wish()));
    assertTrue(refused.contains("/opt/roomwatch"), refused);
    Path home = Path.of("").toAbsolutePath().resolve("target/service test");
    assumeFalse(home.startsWith("/tmp"), "no service runs from a work tree below /tmp");
    Files.createDirectories(home);
    Path link = home.resolve("share");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, root.resolve("home/share"));
    SystemdService here = new SystemdService(root, home, programs);
    String said = here.install(wish("10.4.12.20:10909", "[::1]:10909"));
    assertTrue(said.contains("enabled and started"), said);
    String unit = Files.readString(root.resolve("etc/systemd/system/roomwatch.service"));
    assertTrue(
        unit.contains(
            "ExecStart=\""
                + home
                + "/bin/roomwatch\" run $ARGS --web.listen-address \"10.4.12.20:10909\""
                + " --web.listen-address \"[::1]:10909\"\n"),
        unit);
    assertTrue(Files.exists(root.resolve("etc/sysusers.d/roomwatch.conf")));
    assertTrue(
        Files.readString(root.resolve("etc/roomwatch/roomwatch.yaml"))
            .endsWith("room:\n  name: 'It''s 4.12'\n"));
    assertEquals("systemctl restart roomwatch.service", programs.asked.getLast());

    Files.writeString(root.resolve("etc/roomwatch/roomwatch.yaml"), "# mine\n");
    here.install(wish());
    assertEquals("# mine\n", Files.readString(root.resolve("etc/roomwatch/roomwatch.yaml")));

    here.uninstall(Removal.SERVICE);
    assertFalse(Files.exists(root.resolve("etc/systemd/system/roomwatch.service")));
    assertTrue(Files.exists(root.resolve("etc/roomwatch/roomwatch.yaml")));
    here.install(wish());
    here.uninstall(Removal.EVERYTHING);
    assertFalse(Files.exists(root.resolve("etc/roomwatch")));
  }

  @Test
  void whatAPackageBroughtIsThePackages() throws Exception {
    Files.createDirectories(root.resolve("lib/systemd/system"));
    Files.writeString(root.resolve("lib/systemd/system/roomwatch.service"), "");
    SystemdService service = service(HOME);
    assertTrue(
        fault(() -> service.install(wish())).startsWith("the package has installed the service"));
    assertTrue(fault(() -> service.uninstall(Removal.SERVICE)).endsWith("remove the package"));
    assertEquals(State.STOPPED, service.state());
  }

  @Test
  void theStateIsWhatSystemdSays() throws Exception {
    SystemdService service = service(HOME);
    assertEquals(State.NOT_INSTALLED, service.state());
    programs.answers.put("systemctl is-active", new SystemPrograms.Ended(0, "active"));
    assertEquals(State.RUNNING, service.state());
    assertTrue(fault(() -> service.uninstall(Removal.SERVICE)).startsWith("there is no service"));
  }

  @Test
  void whatSystemdRefusesIsSaid() throws Exception {
    programs.answers.put("systemctl start", new SystemPrograms.Ended(1, "Access denied"));
    SystemdService service = service(HOME);
    assertEquals("systemctl ended with 1: Access denied", fault(service::start));
  }
}
