package io.roomwatch.agent.store;

import java.io.PrintStream;
import java.nio.file.Path;

final class SmallDisk {
  SmallDisk(Path p, PrintStream o) {}

  void run() {}
}
