package io.roomwatch.agent.probe.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Products that open TLS to look inside, by the words they put into the names of the certificates
 * they make. A word counts only where no letter or digit is next to it.
 *
 * <p>Community knowledge, read 2026-11: a hint that names a vendor, never the ground for distrust.
 */
final class Inspectors {

  private record Vendor(String name, Pattern words) {}

  private static final List<Vendor> VENDORS =
      List.of(
          vendor("Zscaler", "zscaler", "zscloud"),
          vendor("Netskope", "netskope", "goskope"),
          vendor("Palo Alto Networks", "palo alto", "paloalto"),
          vendor("Fortinet", "fortinet", "fortigate"),
          vendor("Blue Coat", "blue coat", "bluecoat"),
          vendor("Forcepoint", "forcepoint", "websense"),
          vendor("McAfee Web Gateway", "mcafee web gateway"),
          vendor("Cisco Umbrella", "cisco umbrella"),
          vendor("mitmproxy", "mitmproxy"),
          vendor("PortSwigger", "portswigger"),
          vendor("Fiddler", "fiddler", "fiddlerroot", "fiddler2"));

  private Inspectors() {}

  /** The vendor that a subject or issuer in the chain names. */
  static Optional<String> named(List<X509Certificate> chain) {
    for (X509Certificate certificate : chain) {
      Optional<String> vendor =
          named(certificate.getSubjectX500Principal().toString())
              .or(() -> named(certificate.getIssuerX500Principal().toString()));
      if (vendor.isPresent()) {
        return vendor;
      }
    }
    return Optional.empty();
  }

  /** The vendor that a distinguished name names. */
  static Optional<String> named(String name) {
    return VENDORS.stream()
        .filter(vendor -> vendor.words.matcher(name).find())
        .map(Vendor::name)
        .findFirst();
  }

  private static Vendor vendor(String name, String... words) {
    String any = List.of(words).stream().map(Pattern::quote).collect(Collectors.joining("|"));
    return new Vendor(
        name,
        Pattern.compile(
            "(?<![\\p{L}\\p{N}])(?:" + any + ")(?![\\p{L}\\p{N}])", Pattern.CASE_INSENSITIVE));
  }
}
