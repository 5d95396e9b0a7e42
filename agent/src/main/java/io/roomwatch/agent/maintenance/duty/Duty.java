package io.roomwatch.agent.maintenance.duty;

import io.roomwatch.agent.config.BuiltInItem;
import io.roomwatch.agent.config.Schedule;
import io.roomwatch.agent.observation.CheckKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How an item is answered. */
public sealed interface Duty {

  /** The agent answers it by itself, as far as it can; a person may too. */
  record Auto(Judge judge) implements Duty {}

  /** A person answers it; the agent adds what it knows. */
  record Attest(Prefill prefill) implements Duty {}

  /** Concludes. Pure but for what {@link Knowledge.Records} reads. */
  @FunctionalInterface
  interface Judge {
    Judgement judge(Knowledge known);
  }

  /** What the agent knows for a person, one fact a line, never empty. */
  @FunctionalInterface
  interface Prefill {
    List<String> lines(Knowledge known);
  }

  /** The word of the contract. */
  enum Kind {
    AUTO,
    ATTEST;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  default Kind kind() {
    return switch (this) {
      case Auto auto -> Kind.AUTO;
      case Attest attest -> Kind.ATTEST;
    };
  }

  /** The duty of an item: a built-in one's by its id, a custom one's by its checks. */
  static Duty of(Schedule.Item item) {
    return builtIn(item.id())
        .map(Duty::of)
        .orElseGet(
            () ->
                item.checks().isEmpty()
                    ? new Attest(Prefills.nothing("this item; it has no checks"))
                    : new Auto(Checks.listed(item.checks())));
  }

  /** The baselines that a person accepts by attesting {@code pass}. */
  static List<String> accepts(String item) {
    return builtIn(item)
        .map(
            known ->
                switch (known) {
                  case QUARTERLY_FIREWALL_UNCHANGED -> List.of(CheckKind.LOCAL_FIREWALL.id());
                  case ANNUAL_CONFIGURATION_RECORD ->
                      List.of(BaselineState.CONFIGURATION, CheckKind.ROOM_PERIPHERALS.id());
                  case WEEKLY_ROOM_LINK,
                      WEEKLY_VPN,
                      WEEKLY_POWER_AND_CONNECTION,
                      MONTHLY_UPDATES,
                      MONTHLY_OTHER_DEVICES,
                      MONTHLY_SERVICE_STATUS,
                      QUARTERLY_UPDATES_APPLIED,
                      QUARTERLY_OTHER_LOCATIONS,
                      ANNUAL_LICENSING,
                      ANNUAL_FIRMWARE,
                      ANNUAL_NETWORK_SECURITY_AUDIT ->
                      List.<String>of();
                })
        .orElse(List.of());
  }

  private static Optional<BuiltInItem> builtIn(String id) {
    return Arrays.stream(BuiltInItem.values()).filter(item -> item.id().equals(id)).findFirst();
  }

  private static Duty of(BuiltInItem item) {
    return switch (item) {
      case WEEKLY_ROOM_LINK -> new Auto(Checks.roomLink());
      case WEEKLY_VPN -> new Auto(Checks.vpn());
      case WEEKLY_POWER_AND_CONNECTION -> new Auto(Checks.powerAndConnection());
      case MONTHLY_UPDATES -> new Auto(new Updates());
      case MONTHLY_OTHER_DEVICES -> new Attest(Prefills.nothing("second controllers"));
      case MONTHLY_SERVICE_STATUS -> new Auto(new ServiceStatus());
      case QUARTERLY_UPDATES_APPLIED -> new Attest(Prefills::versions);
      case QUARTERLY_FIREWALL_UNCHANGED -> new Auto(new FirewallUnchanged());
      case QUARTERLY_OTHER_LOCATIONS -> new Auto(new OtherLocations());
      case ANNUAL_LICENSING -> new Attest(Prefills.nothing("licences"));
      case ANNUAL_CONFIGURATION_RECORD -> new Auto(new ConfigurationOnRecord());
      case ANNUAL_FIRMWARE -> new Attest(Prefills::devices);
      case ANNUAL_NETWORK_SECURITY_AUDIT -> new Attest(Prefills::security);
    };
  }
}
