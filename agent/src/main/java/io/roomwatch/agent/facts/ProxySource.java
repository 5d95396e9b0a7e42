package io.roomwatch.agent.facts;

/**
 * One place where a proxy may be set, and what stands there.
 *
 * @param owner whose setting it is: a user name or SID, {@code machine}, or a file's path
 * @param settings what is set; {@code Unread} when that place may not be read
 */
public record ProxySource(Kind kind, String owner, Fact<ProxySettings> settings) {

  /** The places. */
  public enum Kind {
    /** {@code http_proxy}, {@code https_proxy}, {@code no_proxy} of this process. */
    ENVIRONMENT,
    /** {@code /etc/environment}. */
    ETC_ENVIRONMENT,
    /** Windows, per user: Internet Settings. */
    WININET,
    /** Windows, machine-wide services: WinHttpSettings. */
    WINHTTP,
    /** macOS, {@code scutil --proxy}. */
    SCUTIL
  }
}
