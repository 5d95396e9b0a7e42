package io.roomwatch.agent.facts.windows;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.observation.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Windows Firewall as the registry has it: the local policy, Intune's beside it, and the group
 * policy [MS-GPFAS 2.2.2 and 2.2.3; the place of Intune's is community knowledge]. Legacy exception
 * lists (GloballyOpenPorts, AuthorizedApplications) are not read.
 */
final class WindowsFirewall {

  private static final String LOCAL =
      "HKLM\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy";
  private static final String INTUNE = LOCAL + "\\Mdm";
  private static final String GROUP_POLICY = "HKLM\\SOFTWARE\\Policies\\Microsoft\\WindowsFirewall";

  private final Registry registry;
  private final Predicate<String> isRoomApp;

  /**
   * Reads from {@code registry}.
   *
   * @param isRoomApp whether a program's full path is the room's
   */
  WindowsFirewall(Registry registry, Predicate<String> isRoomApp) {
    this.registry = registry;
    Map<String, String> folders = folders(registry);
    this.isRoomApp = program -> isRoomApp.test(expand(program, folders));
  }

  /**
   * Reads and decides.
   *
   * @param active the profiles that may be in force; never empty
   * @return {@code NOT_FOUND} also when those profiles disagree about the port, with what each says
   */
  Fact<HostFirewall> read(int port, Set<WindowsFirewallProfile> active) {
    try {
      return decide(policy(), port, active);
    } catch (Unreadable unreadable) {
      return Fact.unread(unreadable.reason, unreadable.why);
    }
  }

  private Fact<HostFirewall> decide(
      WindowsFirewallPolicy policy, int port, Set<WindowsFirewallProfile> active) {
    Map<WindowsFirewallProfile, WindowsFirewallPolicy.Result> results =
        new EnumMap<>(WindowsFirewallProfile.class);
    active.forEach(profile -> results.put(profile, policy.decide(profile, port, isRoomApp)));
    Optional<HostFirewall.Inbound> inbound = WindowsFirewallPolicy.together(results);
    if (inbound.isEmpty()) {
      return Fact.unread(
          Reason.NOT_FOUND,
          "Which firewall profile is in force for the room could not be told, and they differ: "
              + WindowsFirewallPolicy.words(results)
              + ".");
    }
    return Fact.known(
        new HostFirewall(
            "Windows Firewall",
            Arrays.stream(WindowsFirewallProfile.values())
                .map(
                    profile ->
                        new HostFirewall.Profile(
                            profile.title, policy.of(profile).enabled(), active.contains(profile)))
                .toList(),
            inbound.get(),
            readable(policy)));
  }

  /** The rules that were read and the settings of each profile. */
  private static List<String> readable(WindowsFirewallPolicy policy) {
    Stream<String> settings =
        Arrays.stream(WindowsFirewallProfile.values())
            .map(profile -> "Profile " + profile.title + ": " + policy.of(profile).words());
    Stream<String> rules = policy.rules().stream().map(WindowsFirewallRule::readable);
    return Stream.concat(settings, rules).sorted().distinct().toList();
  }

  private WindowsFirewallPolicy policy() {
    if (!read(LOCAL).exists()) {
      throw new Unreadable(Reason.NOT_FOUND, "This Windows has no Windows Firewall policy.");
    }
    List<WindowsFirewallRule> rules = new ArrayList<>();
    rules.addAll(rules(LOCAL, WindowsFirewallRule.Origin.LOCAL));
    rules.addAll(rules(INTUNE, WindowsFirewallRule.Origin.INTUNE));
    rules.addAll(rules(GROUP_POLICY, WindowsFirewallRule.Origin.GROUP_POLICY));
    Map<WindowsFirewallProfile, WindowsFirewallPolicy.Settings> settings =
        new EnumMap<>(WindowsFirewallProfile.class);
    for (WindowsFirewallProfile profile : WindowsFirewallProfile.values()) {
      settings.put(profile, settings(profile));
    }
    return new WindowsFirewallPolicy(settings, rules);
  }

  /**
   * Inbound rules, also those that are off. Rules of packaged apps are left out: every update of
   * the Store rewrites them, which would be drift, and none concerns the room.
   */
  private List<WindowsFirewallRule> rules(String policy, WindowsFirewallRule.Origin origin) {
    Registry.Key key = read(policy + "\\FirewallRules");
    List<WindowsFirewallRule> rules = new ArrayList<>();
    for (String id : key.values().keySet()) {
      key.text(id)
          .flatMap(text -> WindowsFirewallRule.parse(id, origin, text))
          .filter(rule -> rule.inbound() && rule.all("AppPkgId").isEmpty())
          .ifPresent(rules::add);
    }
    return rules;
  }

  /** Group policy wins over Intune, Intune over what is set here; Windows' own default is last. */
  private WindowsFirewallPolicy.Settings settings(WindowsFirewallProfile profile) {
    List<Registry.Key> policies = List.of(groupPolicy(profile), read(INTUNE + "\\" + profile.key));
    List<Registry.Key> all =
        List.of(policies.get(0), policies.get(1), read(LOCAL + "\\" + profile.key));
    return new WindowsFirewallPolicy.Settings(
        first(all, "EnableFirewall", 1) != 0,
        first(all, "DoNotAllowExceptions", 0) != 0,
        first(all, "DefaultInboundAction", 1) != 0,
        first(policies, "AllowLocalPolicyMerge", 1) != 0);
  }

  /** Where neither of the newer keys exists, the old one holds for both networks (2.2.3). */
  private Registry.Key groupPolicy(WindowsFirewallProfile profile) {
    Registry.Key own = read(GROUP_POLICY + "\\" + profile.policyKey());
    if (profile == WindowsFirewallProfile.DOMAIN
        || read(GROUP_POLICY + "\\" + WindowsFirewallProfile.PRIVATE.policyKey()).exists()
        || read(GROUP_POLICY + "\\" + WindowsFirewallProfile.PUBLIC.policyKey()).exists()) {
      return own;
    }
    return read(GROUP_POLICY + "\\StandardProfile");
  }

  private static long first(List<Registry.Key> keys, String value, long otherwise) {
    return keys.stream()
        .map(key -> key.number(value))
        .filter(OptionalLong::isPresent)
        .findFirst()
        .map(OptionalLong::getAsLong)
        .orElse(otherwise);
  }

  private Registry.Key read(String path) {
    return switch (registry.key(path)) {
      case Fact.Known<Registry.Key> known -> known.value();
      // A verdict over half the rules would be a guess.
      case Fact.Unread<Registry.Key> unread -> throw new Unreadable(unread.reason(), unread.why());
    };
  }

  /** The folders that rules name by a variable; the service's own environment may differ. */
  private static Map<String, String> folders(Registry registry) {
    Registry.Key windows =
        registry
            .key("HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion")
            .asOptional()
            .orElse(Registry.Key.MISSING);
    Registry.Key programs =
        registry
            .key("HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion")
            .asOptional()
            .orElse(Registry.Key.MISSING);
    String root = windows.text("SystemRoot").orElse("C:\\Windows");
    String drive = root.length() >= 2 ? root.substring(0, 2) : "C:";
    return Map.of(
        "%systemroot%", root,
        "%windir%", root,
        "%systemdrive%", drive,
        "%programfiles%", programs.text("ProgramFilesDir").orElse(drive + "\\Program Files"),
        "%programfiles(x86)%",
            programs.text("ProgramFilesDir (x86)").orElse(drive + "\\Program Files (x86)"));
  }

  private static String expand(String program, Map<String, String> folders) {
    int end = program.startsWith("%") ? program.indexOf('%', 1) + 1 : 0;
    String folder = folders.get(program.substring(0, end).toLowerCase(Locale.ROOT));
    return folder == null ? program : folder + program.substring(end);
  }

  /** A key that could not be read, on its way up to the answer. */
  private static final class Unreadable extends RuntimeException {
    private final Reason reason;
    private final String why;

    Unreadable(Reason reason, String why) {
      super(why, null, false, false);
      this.reason = reason;
      this.why = why;
    }
  }
}
