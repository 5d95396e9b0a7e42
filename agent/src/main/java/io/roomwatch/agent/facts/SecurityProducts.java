package io.roomwatch.agent.facts;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Security products that can filter the room's port, told by their processes. Presence is a hint:
 * such a product can filter, and its own rules say whether it does. Names from community knowledge.
 */
public final class SecurityProducts {

  /** By process name in lower case; whole names only, parts of names misfire. */
  private static final Map<String, String> BY_PROCESS =
      Map.ofEntries(
          Map.entry("msmpeng", "Microsoft Defender Antivirus"),
          Map.entry("csfalconservice", "CrowdStrike Falcon"),
          Map.entry("sentinelagent", "SentinelOne"),
          Map.entry("cylancesvc", "Cylance"),
          Map.entry("repmgr", "Carbon Black"),
          Map.entry("sepmasterservice", "Symantec Endpoint Protection"),
          Map.entry("ccsvchst", "Symantec Endpoint Protection"),
          Map.entry("mfemms", "Trellix (McAfee) Endpoint Security"),
          Map.entry("savservice", "Sophos Anti-Virus"),
          Map.entry("sophosntpservice", "Sophos Network Threat Protection"),
          Map.entry("ekrn", "ESET"),
          Map.entry("tmlisten", "Trend Micro Apex One"),
          Map.entry("cyserver", "Palo Alto Cortex XDR"),
          Map.entry("pangps", "Palo Alto GlobalProtect"),
          Map.entry("tracsrvwrapper", "Check Point Endpoint Security"),
          Map.entry("forticlient", "FortiClient"),
          Map.entry("avp", "Kaspersky"),
          Map.entry("epsecurityservice", "Bitdefender GravityZone"),
          Map.entry("zsatunnel", "Zscaler Client Connector"),
          Map.entry("stagentsvc", "Netskope Client"),
          Map.entry("csc_umbrellaagent", "Cisco Umbrella"));

  private SecurityProducts() {}

  /** The products that run, each once, sorted by name. */
  public static List<String> of(List<RunningProcess> processes) {
    return processes.stream()
        .flatMap(process -> product(process.name()).stream())
        .distinct()
        .sorted()
        .toList();
  }

  private static Optional<String> product(String process) {
    String name = process.toLowerCase(Locale.ROOT);
    return Optional.ofNullable(
        BY_PROCESS.get(name.endsWith(".exe") ? name.substring(0, name.length() - 4) : name));
  }
}
