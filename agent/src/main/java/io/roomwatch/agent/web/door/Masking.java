package io.roomwatch.agent.web.door;

import io.netty.util.NetUtil;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes addresses out of a text for strangers: each becomes {@code address-1}, {@code address-2} …,
 * the same one the same way, so that series stay apart.
 */
final class Masking {

  private static final Pattern FOUR =
      Pattern.compile("(?<![0-9.])[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![0-9.]*[0-9])");

  /** With colons: IPv6, perhaps with an IPv4 tail, or a hardware address. */
  private static final Pattern MANY =
      Pattern.compile("(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f.]*");

  private static final Pattern HARDWARE = Pattern.compile("[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}");

  private final Map<String, String> names = new LinkedHashMap<>();

  private Masking() {}

  static String mask(String text) {
    Masking masking = new Masking();
    String first = masking.replaced(text, HARDWARE);
    String second = masking.replaced(first, MANY);
    return masking.replaced(second, FOUR);
  }

  private String replaced(String text, Pattern pattern) {
    Matcher found = pattern.matcher(text);
    StringBuilder masked = new StringBuilder(text.length());
    while (found.find()) {
      String address = found.group();
      boolean real =
          pattern != MANY
              ? pattern == HARDWARE || NetUtil.isValidIpV4Address(address)
              : isSix(address);
      found.appendReplacement(masked, Matcher.quoteReplacement(real ? kept(address) : address));
    }
    return found.appendTail(masked).toString();
  }

  private static boolean isSix(String text) {
    return NetUtil.isValidIpV6Address(
        text.startsWith(":") && !text.startsWith("::") ? text.substring(1) : text);
  }

  private String kept(String address) {
    String lead = address.startsWith(":") && !address.startsWith("::") ? ":" : "";
    return lead
        + names.computeIfAbsent(
            address.substring(lead.length()), one -> "address-" + (names.size() + 1));
  }
}
