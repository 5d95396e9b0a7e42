package io.roomwatch.agent.sink;

import io.roomwatch.agent.sink.HttpExchanges.Result;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What an HTTP status means for a notice: 2xx took it; 407, 408, 429 and 5xx may take it later;
 * everything else never will.
 */
final class HttpAnswers {

  private final InstantSource clock;
  private final Redaction redaction;

  HttpAnswers(InstantSource clock, Redaction redaction) {
    this.clock = clock;
    this.redaction = redaction;
  }

  /** What one kind of receiver means by a status. */
  interface Advice {
    /** What to do about it; empty: what is said of every receiver will do. */
    Optional<String> on(int status);

    /** Nothing of its own. */
    static Advice none() {
      return status -> Optional.empty();
    }
  }

  /**
   * @param url of which host and port are told, no more
   */
  Delivery judge(Result result, URI url, Advice advice) {
    return switch (result) {
      case Result.Failed failed -> failed.because();
      case Result.Answered answered -> judge(answered, HttpExchanges.where(url), advice);
    };
  }

  private Delivery judge(Result.Answered answer, String where, Advice advice) {
    int status = answer.status();
    if (status >= 200 && status < 300) {
      return new Delivery.Taken(where + " answered " + status);
    }
    if (status == 407) {
      // The proxy's, not the receiver's: nobody has seen the notice yet. Its page is not told.
      return new Delivery.Later(
          "the proxy on the way to "
              + where
              + " wants a login (407): set user and password of cloud.proxy",
          Optional.empty());
    }
    String said =
        where
            + " answered "
            + status
            + advice.on(status).or(() -> advice(answer)).map(words -> ": " + words).orElse("")
            + excerpt(answer.body());
    if (status == 408 || status == 429 || status >= 500) {
      return new Delivery.Later(said, wish(answer.headers()), status >= 500);
    }
    return new Delivery.Rejected(said);
  }

  private static Optional<String> advice(Result.Answered answer) {
    return switch (answer.status()) {
      case 301, 302, 303, 307, 308 ->
          Optional.of(
              "it redirects"
                  + answer.headers().firstValue("Location").map(HttpAnswers::place).orElse("")
                  + ", which is not followed; put the final address into the configuration");
      case 400, 422 -> Optional.of("it does not understand the message");
      case 401 -> Optional.of("it wants another login; check user, password, token or key");
      case 403 -> Optional.of("it forbids this; check the URL, the token and who may post");
      case 404 -> Optional.of("there is nothing at this address; check the URL");
      case 405 -> Optional.of("this address takes no such request; check the URL");
      case 410 -> Optional.of("this address was removed; make a new one");
      case 413 -> Optional.of("the message is too large for it");
      case 415 -> Optional.of("it takes no JSON; check the URL");
      case 429 -> Optional.of("too many messages");
      default -> Optional.empty();
    };
  }

  /** Where a redirect leads: never more than the host, for the rest may be a secret. */
  private static String place(String location) {
    try {
      URI to = URI.create(location);
      return to.getHost() == null
          ? " to another path of the same host"
          : " to " + to.getScheme() + "://" + to.getHost() + port(to);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static String port(URI url) {
    return url.getPort() < 0 ? "" : ":" + url.getPort();
  }

  private Optional<Duration> wish(HttpHeaders headers) {
    Instant now =
        headers.firstValue("Date").flatMap(RetryAfter::date).orElseGet(() -> clock.instant());
    return headers.firstValue("Retry-After").flatMap(value -> RetryAfter.parse(value, now));
  }

  /** Its own words: without secrets first, for markup may stand within one; then without markup. */
  private String excerpt(String body) {
    String text = Cut.oneLine(withoutMarkup(redaction.without(body)));
    return text.isEmpty() ? "" : ". It says: " + text;
  }

  private static String withoutMarkup(String text) {
    StringBuilder plain = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      int open = text.indexOf('<', at);
      if (open < 0) {
        plain.append(text, at, text.length());
        break;
      }
      plain.append(text, at, open).append(' ');
      int close = text.indexOf('>', skipped(text, open));
      at = close < 0 ? text.length() : close + 1;
    }
    return plain.toString();
  }

  /** Where a tag's end is looked for; what is within scripts and styles is not for people. */
  private static int skipped(String text, int open) {
    for (String unread : List.of("script", "style")) {
      if (text.regionMatches(true, open + 1, unread, 0, unread.length())) {
        int end = text.indexOf("</" + unread, open);
        return end < 0 ? text.length() : end;
      }
    }
    return open;
  }
}
