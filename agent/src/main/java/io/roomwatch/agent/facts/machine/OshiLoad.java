package io.roomwatch.agent.facts.machine;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.HostLoad;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.software.os.OSFileStore;
import oshi.software.os.OperatingSystem;
import oshi.spi.SystemInfoProvider;

/** How loaded the machine is, by OSHI; its disks by Java where OSHI fails, for that asks WMI. */
final class OshiLoad {

  private static final Logger LOG = LoggerFactory.getLogger(OshiLoad.class);

  private long[] before = new long[0];

  Fact<HostLoad> read(SystemInfoProvider oshi) {
    GlobalMemory memory = oshi.getHardware().getMemory();
    OperatingSystem system = oshi.getOperatingSystem();
    Optional<HostLoad.Disk> fullest =
        disks(system).stream()
            .min(Comparator.comparingDouble(disk -> (double) disk.freeBytes() / disk.totalBytes()));
    return Fact.known(
        new HostLoad(
            Duration.ofSeconds(system.getSystemUptime()),
            cpuRatio(oshi.getHardware().getProcessor()),
            new HostLoad.Memory(memory.getTotal(), memory.getAvailable()),
            fullest,
            Optional.empty()));
  }

  private static List<HostLoad.Disk> disks(OperatingSystem system) {
    try {
      return system.getFileSystem().getFileStores(true).stream()
          .filter(OshiLoad::fixed)
          .map(
              store ->
                  new HostLoad.Disk(
                      store.getMount(), store.getTotalSpace(), store.getUsableSpace()))
          .toList();
    } catch (RuntimeException refused) {
      LOG.debug("OSHI does not read the disks.", refused);
      return roots();
    }
  }

  private static boolean fixed(OSFileStore store) {
    String what = store.getDescription().toLowerCase(Locale.ROOT);
    String mount = store.getMount();
    return store.getTotalSpace() > 0
        && !what.contains("removable")
        && !what.contains("cd-rom")
        && !List.of(store.getOptions().split(",", -1)).contains("ro")
        // macOS: parts of one container that share its space, and what somebody plugged in.
        && !mount.startsWith("/System/Volumes/")
        && !mount.startsWith("/Volumes/");
  }

  /** The drives that may be written and neither are nor take a medium. */
  static List<HostLoad.Disk> roots() {
    List<HostLoad.Disk> disks = new ArrayList<>();
    for (Path root : FileSystems.getDefault().getRootDirectories()) {
      try {
        FileStore store = Files.getFileStore(root);
        if (store.getTotalSpace() > 0
            && !store.isReadOnly()
            && !is(store, "volume:isRemovable")
            && !is(store, "volume:isCdrom")) {
          disks.add(
              new HostLoad.Disk(root.toString(), store.getTotalSpace(), store.getUsableSpace()));
        }
      } catch (IOException notReady) {
        LOG.debug("{} is not read.", root, notReady);
      }
    }
    return disks;
  }

  private static boolean is(FileStore store, String attribute) throws IOException {
    try {
      return Boolean.TRUE.equals(store.getAttribute(attribute));
    } catch (UnsupportedOperationException notWindows) {
      return false;
    }
  }

  private synchronized OptionalDouble cpuRatio(CentralProcessor processor) {
    long[] now = processor.getSystemCpuLoadTicks();
    long[] then = before;
    before = now;
    if (then.length != now.length) {
      return OptionalDouble.empty();
    }
    double busy = processor.getSystemCpuLoadBetweenTicks(then, now);
    return busy >= 0 && busy <= 1 ? OptionalDouble.of(busy) : OptionalDouble.empty();
  }
}
