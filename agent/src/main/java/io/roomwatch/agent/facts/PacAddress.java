package io.roomwatch.agent.facts;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * The address of a PAC script as it may be shown: without user, password, query and fragment. The
 * only redactor of such addresses. Pure.
 */
public final class PacAddress {

  /** In place of an address that cannot be taken apart, and so cannot be redacted. */
  public static final String NOT_UNDERSTOOD = "(address not understood)";

  private PacAddress() {}

  /**
   * {@code http://user:p/ss@host/x.pac#token} becomes {@code http://host/x.pac}: a password may
   * hold a slash that should have been escaped, so the last {@code @} ends it. One behind a {@code
   * ?} or {@code #} may stand in a password or in a query, and nobody can tell: that is not
   * understood.
   *
   * @return {@link #NOT_UNDERSTOOD} also without a host, unless it is a file of this machine
   */
  public static String shown(String written) {
    String text = written.strip();
    int scheme = text.indexOf("://");
    if (scheme < 1) {
      return NOT_UNDERSTOOD;
    }
    String rest = text.substring(scheme + 3);
    int extra = extra(rest);
    if (rest.lastIndexOf('@') > extra) {
      return NOT_UNDERSTOOD;
    }
    String bare = rest.substring(rest.lastIndexOf('@') + 1, extra);
    try {
      URI uri = new URI(text.substring(0, scheme).toLowerCase(Locale.ROOT) + "://" + bare);
      boolean file = "file".equals(uri.getScheme()) && uri.getRawAuthority() == null;
      return uri.getHost() != null || file ? uri.toString() : NOT_UNDERSTOOD;
    } catch (URISyntaxException e) {
      return NOT_UNDERSTOOD;
    }
  }

  private static int extra(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '?' || text.charAt(i) == '#') {
        return i;
      }
    }
    return text.length();
  }
}
