package io.roomwatch.agent.probe.network;

import io.netty.util.NetUtil;
import java.net.IDN;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a certificate is one for a host, as RFC 9525 section 6 says: subject alternative names
 * only, the common name counts for nothing, and a wildcard stands for the whole first label.
 */
public final class HostNames {

  private static final int SAN_DNS = 2;
  private static final int SAN_ADDRESS = 7;

  private HostNames() {}

  public static boolean match(X509Certificate certificate, String host) {
    Collection<List<?>> names;
    try {
      names = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException e) {
      return false;
    }
    if (names == null) {
      return false;
    }
    byte @Nullable [] address = Network.isLiteral(host) ? bytes(host) : null;
    String wanted = address == null ? ascii(host) : "";
    for (List<?> name : names) {
      if (!(name.get(0) instanceof Integer kind) || !(name.get(1) instanceof String value)) {
        continue;
      }
      if (address == null
          ? kind == SAN_DNS && matches(value.toLowerCase(Locale.ROOT), wanted)
          : kind == SAN_ADDRESS && Arrays.equals(address, bytes(value))) {
        return true;
      }
    }
    return false;
  }

  /** The name as DNS and certificates write it: A-labels, lower case, no dot at the end. */
  public static String ascii(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (name.chars().allMatch(c -> c < 0x80)) {
      // The tables behind IDN are large, and nearly no name needs them.
      return name.toLowerCase(Locale.ROOT);
    }
    try {
      return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return name.toLowerCase(Locale.ROOT);
    }
  }

  private static boolean matches(String pattern, String host) {
    if (!pattern.startsWith("*.")) {
      return pattern.equals(host);
    }
    int dot = host.indexOf('.');
    // One more dot: a wildcard right under a top-level domain is nobody's.
    return dot > 0
        && pattern.indexOf('.', 2) > 0
        && host.substring(dot).equals(pattern.substring(1));
  }

  private static byte @Nullable [] bytes(String literal) {
    return NetUtil.createByteArrayFromIpAddressString(literal);
  }
}
