package io.roomwatch.agent.facts.machine;

import java.time.Duration;

/**
 * Every kind of read, how long its value is shared between checks, and how long a caller waits for
 * it. The one place for these numbers.
 *
 * <p>A check that needs several sources reads them one after the other, and all of them must fit
 * its deadline: {@code link.listener} (5 s) reads sockets and processes, {@code link.subnet} (5 s)
 * interfaces and routes, {@code link.isolation} (8 s) those and the neighbours, {@code local.wifi}
 * (15 s) those and the signals. One that probes afterwards leaves the probe what is left: {@code
 * cloud.tls}, {@code cloud.https} and {@code cloud.proxy} (10 s), {@code cloud.tcp} (5 s) read
 * processes and proxies.
 */
enum FactSource {
  HOST_NAME("the host name", 3_600_000, 2_000),
  INTERFACES("network interfaces", 5_000, 2_400),
  ROUTES("routes", 5_000, 2_400),
  RESOLVERS("DNS servers", 30_000, 2_400),
  LEASES("DHCP leases", 5_000, 5_000),
  /** Hardly shared: what counts is whether a host answered since it was asked. */
  NEIGHBOURS("the ARP and NDP tables", 1_000, 2_400),
  SOCKETS("TCP sockets", 5_000, 2_000),
  PROCESSES("processes", 10_000, 2_400),
  HOSTS_FILE("the hosts file", 60_000, 1_000),
  PROXIES("proxy settings", 60_000, 2_400),
  /** {@code system_profiler} takes seconds. */
  WIFI("Wi-Fi signals", 15_000, 9_000),
  FIREWALL("firewall rules", 60_000, 12_000),
  APPLICATIONS("installed applications", 3_600_000, 25_000),
  PERIPHERALS("cameras, audio devices and displays", 60_000, 12_000),
  LOAD("the host's load", 5_000, 5_000),
  PENDING_REBOOT("pending restarts", 300_000, 4_000);

  /** A read that failed is tried again this soon, however long its values would be shared. */
  static final Duration KEEP_FAILURE = Duration.ofSeconds(10);

  private final String what;
  private final long keepMillis;
  private final long patienceMillis;

  FactSource(String what, long keepMillis, long patienceMillis) {
    this.what = what;
    this.keepMillis = keepMillis;
    this.patienceMillis = patienceMillis;
  }

  /** What is read, as a phrase for people. */
  String what() {
    return what;
  }

  Limits limits() {
    return new Limits(Duration.ofMillis(keepMillis), Duration.ofMillis(patienceMillis));
  }

  /**
   * The two limits of one source.
   *
   * @param keep how long a value is handed out again without a new read
   * @param patience how long a caller waits, counted from the start of the read
   */
  record Limits(Duration keep, Duration patience) {}
}
