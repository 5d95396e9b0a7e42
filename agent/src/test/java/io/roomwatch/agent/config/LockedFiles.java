package io.roomwatch.agent.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program that prints what reading a locked file, and one in a locked folder, says. */
final class LockedFiles {
  private LockedFiles() {}

  public static void main(String[] args) {
    said(Path.of(args[0]), Path.of(args[1])).forEach(System.out::println);
  }

  static List<String> said(Path locked, Path insideLocked) {
    ConfigFile reader = new ConfigFile("boardroom-pc", Map.of());
    List<String> said = new ArrayList<>();
    said.add(Configs.faults(reader.read(locked)).toString());
    said.add(Configs.faults(reader.readIfThere(locked)).toString());
    said.add(Configs.faults(reader.readIfThere(insideLocked)).toString());
    return said;
  }
}
