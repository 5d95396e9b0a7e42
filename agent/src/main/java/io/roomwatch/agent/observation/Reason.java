package io.roomwatch.agent.observation;

/** Why a state is what it is: a closed, label-safe set. */
public enum Reason {
  OK,
  REFUSED,
  TIMEOUT,
  UNREACHABLE,
  RESET,
  CLOSED_EARLY,
  DNS_NXDOMAIN,
  DNS_SERVFAIL,
  DNS_TIMEOUT,
  DNS_PRIVATE,
  TLS_UNTRUSTED,
  TLS_EXPIRED,
  TLS_NAME,
  TLS_INSPECTED,
  TLS_HANDSHAKE,
  HTTP_STATUS,
  CAPTIVE_PORTAL,
  PROXY_REFUSED,
  PROXY_AUTH,
  PROXY_DEAD,
  NOT_LISTENING,
  FOREIGN_OWNER,
  LOOPBACK_ONLY,
  FIREWALL_BLOCK,
  NO_ROUTE,
  VIA_VPN,
  ISOLATION,
  INCIDENT,
  BELOW_MINIMUM,
  DRIFT,
  MISSING,
  OVERDUE,
  THRESHOLD,
  NO_ANSWER,
  PERMISSION,
  UNSUPPORTED,
  NOT_FOUND,
  ERROR;

  /** The lower-case, hyphenated name used in JSON, labels and the terminal. */
  public String label() {
    return Labels.of(this);
  }
}
