package io.roomwatch.agent.config;

import static io.roomwatch.agent.config.Schedule.Cadence.ANNUALLY;
import static io.roomwatch.agent.config.Schedule.Cadence.MONTHLY;
import static io.roomwatch.agent.config.Schedule.Cadence.QUARTERLY;
import static io.roomwatch.agent.config.Schedule.Cadence.WEEKLY;

import io.roomwatch.agent.config.Schedule.Cadence;

/** The maintenance items that every room has. */
public enum BuiltInItem {
  WEEKLY_ROOM_LINK("weekly.room-link", WEEKLY, "Controller to room link and room app work"),
  WEEKLY_VPN("weekly.vpn", WEEKLY, "No VPN owns the routes to peers and cloud"),
  WEEKLY_POWER_AND_CONNECTION(
      "weekly.power-and-connection", WEEKLY, "Room device, interface and controllers are up"),
  MONTHLY_UPDATES("monthly.updates", MONTHLY, "Room, controllers and OS are up to date"),
  MONTHLY_OTHER_DEVICES(
      "monthly.other-devices", MONTHLY, "Tried with a second controller or device"),
  MONTHLY_SERVICE_STATUS(
      "monthly.service-status", MONTHLY, "Incidents of the last month on the status page"),
  QUARTERLY_UPDATES_APPLIED(
      "quarterly.updates-applied", QUARTERLY, "Updates were applied, with the versions found"),
  QUARTERLY_FIREWALL_UNCHANGED(
      "quarterly.firewall-unchanged", QUARTERLY, "Firewall rules are those that were accepted"),
  QUARTERLY_OTHER_LOCATIONS(
      "quarterly.other-locations", QUARTERLY, "The link works from other locations"),
  ANNUAL_LICENSING("annual.licensing", ANNUALLY, "Licences cover the rooms"),
  ANNUAL_CONFIGURATION_RECORD(
      "annual.configuration-record", ANNUALLY, "The working configuration is on record"),
  ANNUAL_FIRMWARE("annual.firmware", ANNUALLY, "Firmware of the room's devices is current"),
  ANNUAL_NETWORK_SECURITY_AUDIT(
      "annual.network-security-audit", ANNUALLY, "Proxies, firewall, ports and TLS were audited");

  private final String id;
  private final Cadence cadence;
  private final String title;

  BuiltInItem(String id, Cadence cadence, String title) {
    this.id = id;
    this.cadence = cadence;
    this.title = title;
  }

  /** The stable id. */
  public String id() {
    return id;
  }

  /** How often, unless the file says otherwise. */
  public Cadence cadence() {
    return cadence;
  }

  /** What is true when it is done. */
  public String title() {
    return title;
  }
}
