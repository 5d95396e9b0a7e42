package io.roomwatch.agent.facts.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.facts.Fixture;
import io.roomwatch.agent.facts.HostLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProcHostTest {

  @Test
  void uptimeIsInSecondsWithHundredths() {
    assertEquals(
        Optional.of(Duration.ofMillis(4_233_480)),
        ProcHost.uptime(Fixture.text("linux/machine/uptime")));
    assertTrue(ProcHost.uptime("-4 1").isEmpty());
  }

  @Test
  void busyTimeLeavesOutIdleAndWaitingForDisks() {
    assertEquals(
        Optional.of(new ProcHost.Ticks(268_326, 845_604)),
        ProcHost.ticks(Fixture.text("linux/machine/stat")));
  }

  @Test
  void memoryIsInBytes() {
    HostLoad.Memory memory = ProcHost.memory(Fixture.text("linux/machine/meminfo")).orElseThrow();
    assertEquals(24_731_708L * 1024, memory.totalBytes());
    assertTrue(memory.availableBytes() > 0 && memory.availableBytes() <= memory.totalBytes());
  }

  @Test
  void aDiskMountedTwiceCountsOnceAndItsNameIsReadable() {
    assertEquals(
        List.of(
            new ProcHost.Mount("/dev/vda", "/"),
            new ProcHost.Mount("/dev/loop0", "/srv/room data")),
        ProcHost.disks(Fixture.text("linux/machine/mounts")));
  }

  @Test
  void readOnlyRemovableAndVirtualFileSystemsAreNoDisks() {
    assertEquals(
        List.of(new ProcHost.Mount("overlay", "/")),
        ProcHost.disks(
            """
            overlay / overlay rw,relatime 0 0
            overlay /var/lib/docker/overlay2/x overlay rw,relatime 0 0
            /dev/loop3 /snap/core/1 squashfs ro,nodev 0 0
            /dev/sr0 /mnt/cd ext4 ro 0 0
            /dev/sdb1 /media/anna/STICK vfat rw 0 0
            server:/x /net nfs4 rw 0 0
            """));
  }

  @Test
  void startTimeIsFieldTwentyTwoWhateverTheNameHolds() {
    assertEquals(
        Optional.of(new ProcProcesses.Stat(10481, "cp", 423_350)),
        ProcProcesses.stat(Fixture.text("linux/machine/pid-stat")));
    assertEquals(
        Optional.of(new ProcProcesses.Stat(12249, "a (b) c) d", 435_468)),
        ProcProcesses.stat(Fixture.text("linux/machine/pid-stat-odd-name")));
  }

  @Test
  void aProcessThatHasEndedAndWaitsForItsParentIsNone() {
    String running = Fixture.text("linux/machine/pid-stat");
    String ended = running.replaceFirst("[)] [A-Z] ", ") Z ");
    assertNotEquals(running, ended);
    assertEquals(Optional.empty(), ProcProcesses.stat(ended));
    assertEquals(Optional.empty(), ProcProcesses.stat(running.replaceFirst("[)] [A-Z] ", ") X ")));
  }

  @Test
  void bootTimeUserAndNamesAreRead() {
    assertEquals(
        Optional.of(Instant.ofEpochSecond(1_795_224_245L)),
        ProcProcesses.boot(Fixture.text("linux/machine/stat")));
    assertEquals(Optional.of(0L), ProcProcesses.uid(Fixture.text("linux/machine/pid-status")));
    assertEquals(
        Map.of(0L, "root", 65534L, "nobody"),
        ProcProcesses.users(
            "root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534:nobody:/:/bin/false\n# x\n\n"));
  }
}
