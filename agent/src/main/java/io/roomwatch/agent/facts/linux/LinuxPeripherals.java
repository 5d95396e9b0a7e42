package io.roomwatch.agent.facts.linux;

import io.roomwatch.agent.facts.Peripheral;
import io.roomwatch.agent.facts.Peripheral.Kind;
import io.roomwatch.agent.facts.reader.Edid;
import io.roomwatch.agent.facts.reader.MachineFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Cameras from {@code /sys/class/video4linux}, sound cards from {@code /proc/asound}, displays from
 * {@code /sys/class/drm}. Names only: no serial number is read.
 */
final class LinuxPeripherals {

  private final MachineFiles files;

  LinuxPeripherals(MachineFiles files) {
    this.files = files;
  }

  /** Sorted; one entry for a name, however many nodes a device has. */
  List<Peripheral> peripherals() {
    TreeSet<Peripheral> found = new TreeSet<>();
    for (String node : files.list("/sys/class/video4linux").asOptional().orElse(List.of())) {
      files
          .word("/sys/class/video4linux/" + node + "/name")
          .ifPresent(name -> found.add(new Peripheral(Kind.CAMERA, name)));
    }
    String cards = files.text("/proc/asound/cards").asOptional().orElse("");
    String pcm = files.text("/proc/asound/pcm").asOptional().orElse("");
    found.addAll(sound(cards, pcm));
    for (String output : files.list("/sys/class/drm").asOptional().orElse(List.of())) {
      String folder = "/sys/class/drm/" + output + "/";
      if (files.word(folder + "status").orElse("").equals("connected")) {
        found.add(new Peripheral(Kind.DISPLAY, Edid.name(files.bytes(folder + "edid"), output)));
      }
    }
    return new ArrayList<>(found);
  }

  /**
   * {@code /proc/asound/cards} names the cards, {@code /proc/asound/pcm} says which of them play
   * and record.
   */
  static List<Peripheral> sound(String cards, String pcm) {
    Map<Integer, String> names = new TreeMap<>();
    for (String line : cards.lines().toList()) {
      // " 1 [MeetUp         ]: USB-Audio - Logitech MeetUp"; the line below it has bus addresses.
      String[] number = line.strip().split("\\s+", 2);
      int dash = line.indexOf(" - ");
      if (number[0].matches("[0-9]{1,3}") && line.contains("]:") && dash > 0) {
        names.put(Integer.valueOf(number[0]), line.substring(dash + 3).strip());
      }
    }
    List<Peripheral> found = new ArrayList<>();
    for (String line : pcm.lines().toList()) {
      // "01-00: USB Audio : USB Audio : playback 1 : capture 1"
      int dash = line.indexOf('-');
      if (dash < 1 || dash > 3 || !line.substring(0, dash).matches("[0-9]{1,3}")) {
        continue;
      }
      String name = names.get(Integer.valueOf(line.substring(0, dash)));
      if (name != null && line.contains(": playback ")) {
        found.add(new Peripheral(Kind.SPEAKER, name));
      }
      if (name != null && line.contains(": capture ")) {
        found.add(new Peripheral(Kind.MICROPHONE, name));
      }
    }
    return found;
  }
}
