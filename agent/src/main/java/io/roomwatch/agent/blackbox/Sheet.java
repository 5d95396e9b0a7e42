package io.roomwatch.agent.blackbox;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a probe measured, and what it has to say; written as Prometheus' text format 0.0.4. */
final class Sheet {

  private final Map<String, Family> families = new TreeMap<>();
  private final List<String> log = new ArrayList<>();

  private record Family(String help, Map<String, Double> samples) {}

  void set(String name, String help, double value) {
    set(name, help, "", value);
  }

  /**
   * @param labels {@code name="value"}, escaped and separated by commas; may be empty
   */
  void set(String name, String help, String labels, double value) {
    families
        .computeIfAbsent(name, one -> new Family(help, new TreeMap<>()))
        .samples()
        .put(labels, value);
  }

  /** Adds the time that a phase took to what it took before, which is 0 at first. */
  void phase(String name, String help, String phase, long nanos) {
    Map<String, Double> samples =
        families.computeIfAbsent(name, one -> new Family(help, new TreeMap<>())).samples();
    double unused = samples.merge(label("phase", phase), seconds(nanos), Double::sum);
  }

  static String label(String name, String value) {
    return name
        + "=\""
        + value.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"")
        + "\"";
  }

  static double seconds(long nanos) {
    return nanos / 1e9;
  }

  /** One line for {@code debug=true}. */
  void say(String line) {
    log.add(line.replaceAll("[\\p{Cntrl}]", " "));
  }

  String log() {
    return String.join("\n", log) + "\n";
  }

  /** Which address the target led to, and how long that took. */
  void resolved(InetAddress address, long nanos) {
    lookup(nanos);
    boolean four = address instanceof Inet4Address;
    set("probe_ip_protocol", IP_PROTOCOL, four ? 4 : 6);
    set("probe_ip_addr_hash", IP_HASH, (double) hash(address.getAddress()));
  }

  /** The same for a name that leads nowhere. */
  void unresolved(long nanos) {
    lookup(nanos);
    set("probe_ip_protocol", IP_PROTOCOL, 0);
    set("probe_ip_addr_hash", IP_HASH, 0);
  }

  private void lookup(long nanos) {
    set(
        "probe_dns_lookup_time_seconds",
        "Returns the time taken for probe dns lookup in seconds",
        seconds(nanos));
  }

  void regex() {
    set("probe_failed_due_to_regex", "Indicates if probe failed due to regex", 0);
  }

  private static final String IP_PROTOCOL = "Specifies whether probe ip protocol is IP4 or IP6";
  private static final String IP_HASH =
      "Specifies the hash of IP address. It's useful to detect if the IP address changes.";

  /** FNV-1a of 32 bits, as blackbox_exporter has it. */
  static long hash(byte[] address) {
    int hash = 0x811c9dc5;
    for (byte one : address) {
      hash = (hash ^ (one & 0xff)) * 0x01000193;
    }
    return hash & 0xffffffffL;
  }

  /** The whole, sorted by name. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    families.forEach(
        (name, family) -> {
          text.append("# HELP ").append(name).append(' ').append(family.help()).append('\n');
          text.append("# TYPE ").append(name).append(" gauge\n");
          family
              .samples()
              .forEach(
                  (labels, value) ->
                      text.append(name)
                          .append(labels.isEmpty() ? "" : "{" + labels + "}")
                          .append(' ')
                          .append(number(value))
                          .append('\n'));
        });
    return text.toString();
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
