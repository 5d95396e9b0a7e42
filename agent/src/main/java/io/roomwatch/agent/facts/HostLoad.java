package io.roomwatch.agent.facts;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How loaded the machine is.
 *
 * @param cpuRatio busy share of all processors since the last read, 0 to 1; empty on the first read
 * @param disk the file system with the least free space among the fixed ones
 * @param pendingReboot empty where the system does not say
 */
public record HostLoad(
    Duration uptime,
    OptionalDouble cpuRatio,
    Memory memory,
    Optional<Disk> disk,
    Optional<Boolean> pendingReboot) {

  public record Memory(long totalBytes, long availableBytes) {}

  public record Disk(String mount, long totalBytes, long freeBytes) {}
}
