package io.roomwatch.agent.journal;

/** Where the addresses of interfaces are from, as they are compared. */
final class Leases {

  static final String DHCP = "DHCP";
  static final String STATIC = "static";

  private Leases() {}
}
