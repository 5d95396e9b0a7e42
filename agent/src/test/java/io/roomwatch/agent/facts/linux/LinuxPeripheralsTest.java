package io.roomwatch.agent.facts.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Fixture;
import io.roomwatch.agent.facts.InstalledApplication;
import io.roomwatch.agent.facts.Peripheral;
import io.roomwatch.agent.facts.Peripheral.Kind;
import io.roomwatch.agent.facts.reader.Edid;
import io.roomwatch.agent.facts.reader.MachineFiles;
import io.roomwatch.agent.observation.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinuxPeripheralsTest {

  @Test
  void soundCardsAreSpeakersAndMicrophonesByWhatTheyCanDo() {
    assertEquals(
        List.of(
            new Peripheral(Kind.SPEAKER, "HDA Intel PCH"),
            new Peripheral(Kind.MICROPHONE, "HDA Intel PCH"),
            new Peripheral(Kind.SPEAKER, "HDA Intel PCH"),
            new Peripheral(Kind.SPEAKER, "Logitech MeetUp"),
            new Peripheral(Kind.MICROPHONE, "Logitech MeetUp")),
        LinuxPeripherals.sound(Fixture.text("linux/sound/cards"), Fixture.text("linux/sound/pcm")));
  }

  @Test
  void noSoundCardsIsNoSoundCard() {
    assertEquals(List.of(), LinuxPeripherals.sound("--- no soundcards ---\n", ""));
  }

  @Test
  void displayIsNamedByItsEdidAndNeverByItsSerialNumber() {
    assertEquals("DELL P2719H", Edid.name(edid("DELL P2719H", "CN0ABC123456"), "HDMI-A-1"));
  }

  @Test
  void displayWithoutNameIsMakerAndProduct() {
    byte[] edid = edid("", "CN0ABC123456");
    assertEquals("DEL 40A3", Edid.name(edid, "HDMI-A-1"));
  }

  @Test
  void brokenEdidFallsBackToTheOutput() {
    assertEquals("HDMI-A-1", Edid.name(new byte[0], "HDMI-A-1"));
    assertEquals("HDMI-A-1", Edid.name(new byte[128], "HDMI-A-1"));
  }

  /** A base block after VESA's layout: header, maker DEL, product 40A3, serial and name texts. */
  private static byte[] edid(String name, String serial) {
    byte[] edid = new byte[128];
    for (int i = 1; i < 7; i++) {
      edid[i] = -1;
    }
    int packed = (4 << 10) | (5 << 5) | 12;
    edid[8] = (byte) (packed >> 8);
    edid[9] = (byte) packed;
    edid[10] = (byte) 0xA3;
    edid[11] = 0x40;
    text(edid, 72, (byte) 0xFF, serial);
    if (!name.isEmpty()) {
      text(edid, 90, (byte) 0xFC, name);
    }
    return edid;
  }

  private static void text(byte[] edid, int at, byte tag, String text) {
    edid[at + 3] = tag;
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, edid, at + 5, bytes.length);
  }

  @Test
  void installedPackagesAreListedWithVersionAndMaintainer() {
    LinuxApplications.Dpkg dpkg = new LinuxApplications.Dpkg();
    Fixture.text("linux/machine/dpkg-status").lines().forEach(dpkg::line);
    List<InstalledApplication> found = dpkg.end();
    assertEquals(3, found.size());
    assertEquals("bash", found.get(0).name());
    assertEquals("Matthias Klose", found.get(0).vendor());
    assertEquals(Optional.of(true), found.get(0).version().map(v -> v.startsWith("5.2")));
  }

  @Test
  void removedPackageIsNotInstalled() {
    LinuxApplications.Dpkg dpkg = new LinuxApplications.Dpkg();
    """
    Package: gone
    Status: deinstall ok config-files
    Version: 1

    Package: here
    Status: install ok installed
    Description: x
     Version: 9
    """
        .lines()
        .forEach(dpkg::line);
    assertEquals(List.of(new InstalledApplication("here", Optional.empty(), "")), dpkg.end());
  }

  @Test
  void rpmListIsReadByTabs() {
    assertEquals(
        List.of(
            new InstalledApplication("bash", Optional.of("5.1.8-9.el9"), "Red Hat, Inc."),
            new InstalledApplication("gpg-pubkey", Optional.of("fd431d51-4ae0493b"), "")),
        LinuxApplications.rpm(
            "bash\t5.1.8-9.el9\tRed Hat, Inc.\ngpg-pubkey\tfd431d51-4ae0493b\t(none)\nbroken\n"));
  }

  @Test
  void placesThatAreNotThereHaveNoDevice(@TempDir Path root) {
    assertEquals(Fact.known(List.of()), new LinuxPeripherals(new MachineFiles(root)).peripherals());
  }

  @Test
  void aPlaceThatCannotBeReadIsNotOneWithoutDevices(@TempDir Path root) throws IOException {
    Files.createDirectories(root.resolve("proc/asound/cards"));
    assertEquals(
        Reason.ERROR,
        Fixture.unread(new LinuxPeripherals(new MachineFiles(root)).peripherals()).reason());
    Files.delete(root.resolve("proc/asound/cards"));
    Files.createDirectories(root.resolve("sys/class"));
    Files.createSymbolicLink(root.resolve("sys/class/drm"), Path.of("drm"));
    assertEquals(
        Reason.ERROR,
        Fixture.unread(new LinuxPeripherals(new MachineFiles(root)).peripherals()).reason(),
        "a link to itself");
  }
}
