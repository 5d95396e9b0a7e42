package io.roomwatch.agent.evidence;

import io.roomwatch.agent.sink.Redaction;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out what looks like a secret, whoever's it is: a configuration that is no longer in force,
 * another program, a note that a person wrote. Rather one word too many than one secret. Pure.
 *
 * <p>Of a URL its scheme, host, port and plain path stay; login, query, fragment and parts of the
 * path that look drawn by lot go. Of {@code password=…} and its like the value goes, of {@code
 * Authorization:} and cookies the rest of the line. Tokens that tell themselves by their form,
 * private keys, names of Wi-Fi networks and serial numbers go wherever they stand.
 */
final class SecretShapes {

  private static final String MARK = Redaction.MARK;

  /** Words without one of which nothing below applies: most texts have none. */
  private static final Pattern ANY =
      Pattern.compile(
          "://|@|pass|pwd|phrase|secret|token|key|sig|cred|psk|auth|cookie|bearer|basic|digest"
              + "|negotiate|ntlm|ssid|serial|s/n|vid_|eyj|private|xox|gh[pousr]_|akia",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern URL = Pattern.compile("\\b([A-Za-z][A-Za-z0-9+.-]*://)(\\S+)");

  /**
   * {@code user:password@host} without a scheme, as proxies are written. It begins where a word
   * does, and neither part is endless: so a long text takes no longer than its length.
   */
  private static final Pattern LOGIN =
      Pattern.compile(
          "(?<![^\\s:/@\"'\\[\\]])[^\\s:/@\"'\\[\\]]{1,100}+:(?!//)[^\\s@]{1,200}+@(?=[\\w\\[])");

  /** A part of a path that nobody typed: a UUID, or long with letters and digits in it. */
  private static final Pattern DRAWN =
      Pattern.compile(
          "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
              + "|(?=[^/]*[0-9])(?=[^/]*[A-Za-z])[A-Za-z0-9_~%+=.-]{20,}");

  /** Stands behind the address in a sentence, and is no part of it. */
  private static final String PUNCTUATION = ".,;:!?)]}>\"'";

  /** Not {@code token_file}: a path is no secret. Not "signal" nor "bypass" either. */
  private static final String NAMES =
      "(?:[\\w-]{0,60}(?:password|passwd|passphrase|passcode|secret|token|credential)s?"
          + "|(?:[\\w-]{0,60}[_-])?(?:pwd|psk|sig|signature|(?:pass|key)(?==)"
          + "|(?:api|routing|access|private|signing|auth|shared|licen[cs]e|product)[ _-]?key))"
          + "(?![\\w-]{0,60}_file)(?:[_-][\\w-]*)?";

  private static final String QUOTED = "\\\\?\"[^\"]*\"|'[^']*'";

  /** Between a name and its value, also in JSON that stands in a text. */
  private static final String IS = "(\\\\?\"?\\s*(?:=>|[:=])\\s*)";

  private static final List<Rule> RULES =
      List.of(
          // A key of several lines, also one that was cut.
          rule(
              "-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*-----|$)",
              Pattern.DOTALL,
              0),
          rule(
              "\\b((?:proxy-)?authorization|(?:set-)?cookie|x-api-key|x-auth-token)"
                  + "(\"?\\s*[:=]\\s*)[^\\n]+",
              0,
              2),
          rule("(\\b" + NAMES + ")" + IS + "(?:" + QUOTED + "|[^\\s\"',;&]+)", 0, 2),
          rule("(--?" + NAMES + ")(\\s+)(?:" + QUOTED + "|[^\\s\"',;&-][^\\s\"',;&]*)", 0, 2),
          // What is called "Basic authentication" has neither a digit nor a hump.
          rule(
              "\\b(basic|bearer|digest|negotiate|ntlm|apikey|token)(\\s+)"
                  + "(?=\\S*[0-9+/=]|\\S*(?-i:[a-z][A-Z]))[A-Za-z0-9+/=._~-]{6,}",
              0,
              2),
          rule("\\beyJ[\\w-]{8,}\\.[\\w-]+(?:\\.[\\w-]*)?", 0, 0),
          rule("\\bxox[a-z]-[\\w-]+|\\bgh[pousr]_\\w{16,}|\\bAKIA[0-9A-Z]{16}\\b", 0, 0),
          rule("\\b([be]?ssid)(\"?\\s*[:=]\\s*|\\s+(?=[\"']))(?:" + QUOTED + "|[^\"',;]+)", 0, 2),
          rule("(\\bUSB\\\\VID_\\w{4}&PID_\\w{4}[^\\\\\\s]*)(\\\\)[^\\s\\\\\"']+", 0, 2),
          rule(
              "(\\bserial(?:[ _-]?(?:number|no)\\.?)?|\\bs/n)(\"?\\s*[:=#]\\s*|\\s+)\"?"
                  + "(?=[\\w-]*[0-9])[\\w-]{4,}\"?",
              0,
              2));

  private SecretShapes() {}

  /**
   * @param kept how many groups at the beginning of a match stay
   */
  private record Rule(Pattern pattern, int kept) {

    String without(String text) {
      Matcher matcher = pattern.matcher(text);
      return matcher.find()
          ? matcher.reset().replaceAll(found -> Matcher.quoteReplacement(kept(found) + MARK))
          : text;
    }

    private String kept(MatchResult found) {
      StringBuilder text = new StringBuilder();
      for (int group = 1; group <= kept; group++) {
        text.append(found.group(group));
      }
      return text.toString();
    }
  }

  private static Rule rule(String pattern, int flags, int kept) {
    return new Rule(Pattern.compile(pattern, flags | Pattern.CASE_INSENSITIVE), kept);
  }

  /** The text without what looks like a secret. */
  static String without(String text) {
    if (!ANY.matcher(text).find()) {
      return text;
    }
    String clean =
        URL.matcher(text)
            .replaceAll(
                found -> Matcher.quoteReplacement(found.group(1) + address(found.group(2))));
    clean = LOGIN.matcher(clean).replaceAll(Matcher.quoteReplacement(MARK + "@"));
    for (Rule rule : RULES) {
      clean = rule.without(clean);
    }
    return clean;
  }

  /**
   * What follows the scheme. A password may hold a slash that should have been escaped, so the last
   * {@code @} ends it; one behind a {@code ?} or {@code #} may stand in a password or in a query,
   * and nobody can tell: then all of it goes. So it does when the text was cut within: the
   * {@code @} may have been behind.
   */
  private static String address(String written) {
    if (written.endsWith("…")) {
      return MARK + "…";
    }
    int end = written.length();
    while (end > 0 && PUNCTUATION.indexOf(written.charAt(end - 1)) >= 0) {
      end--;
    }
    String rest = written.substring(0, end);
    String behind = written.substring(end);
    int extra = extra(rest);
    int at = rest.lastIndexOf('@');
    if (at > extra) {
      return MARK + behind;
    }
    String bare = rest.substring(at + 1, extra);
    StringBuilder shown = new StringBuilder(at >= 0 ? MARK + "@" : "");
    String[] parts = bare.split("/", -1);
    shown.append(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      shown.append('/').append(DRAWN.matcher(parts[i]).matches() ? MARK : parts[i]);
    }
    if (extra < rest.length()) {
      shown.append(rest.charAt(extra)).append(MARK);
    }
    return shown.append(behind).toString();
  }

  /** Where query or fragment begin. */
  private static int extra(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '?' || text.charAt(i) == '#') {
        return i;
      }
    }
    return text.length();
  }
}
