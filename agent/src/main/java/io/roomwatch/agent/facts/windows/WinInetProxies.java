package io.roomwatch.agent.facts.windows;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.ProxyOwner;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.observation.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The proxy settings of WinINET: one set for each logged-on user, or one for the machine when the
 * policy {@code ProxySettingsPerUser=0} says so [learn.microsoft.com, HKLMProxyServer].
 *
 * <p>Which values win: the binary {@code Connections\DefaultConnectionSettings} is what WinINET
 * uses; {@code ProxyEnable}, {@code ProxyServer}, {@code ProxyOverride} and {@code AutoConfigURL}
 * are its readable copy, and what scripts and policies write. Where the two disagree there are two
 * sources: the binary one under the user's name, then the readable one under that name with {@link
 * ProxyOwner#READABLE_VALUES}.
 *
 * <p>Only hives of logged-on users are loaded; a user who is logged off has no source.
 */
final class WinInetProxies {

  private static final String SETTINGS =
      "\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings";
  private static final String POLICY =
      "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings";
  private static final String PROFILES =
      "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList\\";

  private final Registry registry;

  WinInetProxies(Registry registry) {
    this.registry = registry;
  }

  /** Every set of values that applies to somebody, readable or not, in the order of the SIDs. */
  List<ProxySource> sources() {
    if (perMachine()) {
      return sources("HKLM", ProxyOwner.MACHINE);
    }
    return switch (registry.subkeys("HKU\\")) {
      case Fact.Unread<List<String>> unread ->
          List.of(
              new ProxySource(
                  ProxySource.Kind.WININET,
                  "all users",
                  Fact.unread(unread.reason(), unread.why())));
      case Fact.Known<List<String>> known ->
          known.value().stream()
              .filter(WinInetProxies::isPerson)
              .sorted()
              .flatMap(sid -> sources("HKU\\" + sid, owner(sid)).stream())
              .toList();
    };
  }

  /** A policy that may not be read counts as absent, which is Windows' default. */
  private boolean perMachine() {
    return registry
            .key(POLICY)
            .asOptional()
            .map(key -> key.number("ProxySettingsPerUser").orElse(1))
            .orElse(1L)
        == 0;
  }

  /** People, local or of a domain (S-1-5-21) or of Entra ID (S-1-12-1); no service accounts. */
  private static boolean isPerson(String sid) {
    return (sid.startsWith("S-1-5-21-") || sid.startsWith("S-1-12-1-"))
        && !sid.endsWith("_Classes");
  }

  /** The user's name; the name of the profile folder when the hive hides it; the SID otherwise. */
  private String owner(String sid) {
    Optional<String> name =
        registry
            .key("HKU\\" + sid + "\\Volatile Environment")
            .asOptional()
            .flatMap(key -> key.text("USERNAME"));
    Optional<String> folder =
        registry
            .key(PROFILES + sid)
            .asOptional()
            .flatMap(key -> key.text("ProfileImagePath"))
            .map(path -> path.substring(path.lastIndexOf('\\') + 1));
    return name.or(() -> folder).filter(text -> !text.isBlank()).orElse(sid);
  }

  private List<ProxySource> sources(String hive, String owner) {
    return switch (registry.key(hive + SETTINGS)) {
      case Fact.Unread<Registry.Key> unread -> List.of(unread(owner, unread));
      case Fact.Known<Registry.Key> readable ->
          switch (registry.key(hive + SETTINGS + "\\Connections")) {
            case Fact.Unread<Registry.Key> unread -> List.of(unread(owner, unread));
            case Fact.Known<Registry.Key> binary ->
                sources(owner, readable.value(), binary.value());
          };
    };
  }

  private static ProxySource unread(String owner, Fact.Unread<Registry.Key> unread) {
    return source(
        owner,
        Fact.unread(
            unread.reason(),
            unread.reason() == Reason.PERMISSION
                ? "The proxy settings of "
                    + owner
                    + " may be read by that user, SYSTEM and administrators only;"
                    + " run the service as Local System to see them."
                : unread.why()));
  }

  private static List<ProxySource> sources(
      String owner, Registry.Key readable, Registry.Key connections) {
    Optional<byte[]> bytes = connections.bytes("DefaultConnectionSettings");
    Optional<WinInetBlob> blob = bytes.flatMap(WinInetBlob::parse);
    boolean autoDetect = blob.map(value -> value.uses(WinInetBlob.AUTO_DETECT)).orElse(false);
    Optional<Fact<ProxySettings>> text = WinInetSettings.of(readable, autoDetect);
    List<ProxySource> sources = new ArrayList<>();
    if (blob.isPresent()) {
      Fact<ProxySettings> settings = WinInetSettings.of(blob.get());
      sources.add(source(owner, settings));
      text.filter(other -> !other.equals(settings))
          .ifPresent(other -> sources.add(source(owner + ProxyOwner.READABLE_VALUES, other)));
      return sources;
    }
    Optional<Fact<ProxySettings>> damaged = bytes.map(ignored -> damaged());
    sources.add(
        source(owner, text.or(() -> damaged).orElseGet(() -> Fact.known(ProxySettings.DIRECT))));
    if (text.isPresent()) {
      damaged.ifPresent(fact -> sources.add(source(owner + ProxyOwner.BINARY_VALUE, fact)));
    }
    return sources;
  }

  private static Fact<ProxySettings> damaged() {
    return Fact.unread(
        Reason.ERROR,
        "The value DefaultConnectionSettings is damaged; open Internet Options, Connections, LAN"
            + " settings and press OK to write it anew.");
  }

  private static ProxySource source(String owner, Fact<ProxySettings> settings) {
    return new ProxySource(ProxySource.Kind.WININET, owner, settings);
  }
}
