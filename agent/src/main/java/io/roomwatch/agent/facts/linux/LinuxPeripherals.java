package io.roomwatch.agent.facts.linux;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Peripheral;
import io.roomwatch.agent.facts.Peripheral.Kind;
import io.roomwatch.agent.facts.reader.Edid;
import io.roomwatch.agent.facts.reader.MachineFiles;
import io.roomwatch.agent.observation.Reason;
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

  private static final String CAMERAS = "/sys/class/video4linux";
  private static final String OUTPUTS = "/sys/class/drm";

  private final MachineFiles files;

  LinuxPeripherals(MachineFiles files) {
    this.files = files;
  }

  /**
   * Sorted; one entry for a name, however many nodes a device has. A place that is not there has no
   * device; one that may not be read makes all of it unread, for a device would seem to be gone.
   */
  Fact<List<Peripheral>> peripherals() {
    TreeSet<Peripheral> found = new TreeSet<>();
    Fact<List<String>> cameras = orNone(files.list(CAMERAS), List.of());
    Fact<String> cards = orNone(files.text("/proc/asound/cards"), "");
    Fact<String> pcm = orNone(files.text("/proc/asound/pcm"), "");
    Fact<List<String>> outputs = orNone(files.list(OUTPUTS), List.of());
    for (Fact<?> read : List.of(cameras, cards, pcm, outputs)) {
      if (read instanceof Fact.Unread<?> unread) {
        return Fact.unread(unread.reason(), unread.why());
      }
    }
    for (String node : cameras.asOptional().orElse(List.of())) {
      files
          .word(CAMERAS + "/" + node + "/name")
          .ifPresent(name -> found.add(new Peripheral(Kind.CAMERA, name)));
    }
    found.addAll(sound(cards.asOptional().orElse(""), pcm.asOptional().orElse("")));
    for (String output : outputs.asOptional().orElse(List.of())) {
      String folder = OUTPUTS + "/" + output + "/";
      if (files.word(folder + "status").orElse("").equals("connected")) {
        found.add(new Peripheral(Kind.DISPLAY, Edid.name(files.bytes(folder + "edid"), output)));
      }
    }
    return Fact.known(List.copyOf(found));
  }

  private static <T> Fact<T> orNone(Fact<T> read, T none) {
    return read instanceof Fact.Unread<T> unread && unread.reason() == Reason.NOT_FOUND
        ? Fact.known(none)
        : read;
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
