package io.roomwatch.agent.facts.windows;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The three profiles of Windows Firewall, one for each category of network [learn.microsoft.com,
 * NLM_NETWORK_CATEGORY; MS-GPFAS 2.2.3].
 */
enum WindowsFirewallProfile {
  DOMAIN("Domain", 2, "DomainProfile"),
  PRIVATE("Private", 1, "StandardProfile"),
  PUBLIC("Public", 0, "PublicProfile");

  /** As people and rules name it. */
  final String title;

  /** The network category that has this profile. */
  final int category;

  /** The key below the local policy and Intune's. */
  final String key;

  WindowsFirewallProfile(String title, int category, String key) {
    this.title = title;
    this.category = category;
    this.key = key;
  }

  /** The key below the group policy; only there the private profile bears its own name. */
  String policyKey() {
    return title + "Profile";
  }

  /** By the name used in rules; {@code Standard} is the old name of the private one. */
  static Optional<WindowsFirewallProfile> named(String name) {
    String title = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(
            profile ->
                profile.title.toLowerCase(Locale.ROOT).equals(title)
                    || (profile == PRIVATE && title.equals("standard")))
        .findFirst();
  }

  /** By the category of a network; empty for a number Windows does not define. */
  static Optional<WindowsFirewallProfile> ofCategory(long category) {
    return Arrays.stream(values()).filter(profile -> profile.category == category).findFirst();
  }
}
