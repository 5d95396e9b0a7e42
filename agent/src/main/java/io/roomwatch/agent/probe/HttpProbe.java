package io.roomwatch.agent.probe;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.http.HttpGet;
import io.roomwatch.agent.probe.http.Tunnel;
import io.roomwatch.agent.probe.network.Dial;
import io.roomwatch.agent.probe.network.Exchange;
import io.roomwatch.agent.probe.network.Network;
import io.roomwatch.agent.probe.tls.Handshake;
import io.roomwatch.agent.probe.tls.TrustAnchors;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One GET over HTTP or HTTPS with the phases of {@code curl -w}. Redirects are reported, not
 * followed. On HTTPS the chain must be trusted (JDK, operating system, {@code ca_file}) and name
 * the host before anything is sent.
 *
 * <p>Reasons: those of {@link TlsProbe}, {@code TIMEOUT}, {@code CLOSED_EARLY} (also a body cut
 * short), {@code RESET}, {@code PROXY_AUTH} (407, also to plain HTTP), {@code ERROR} (not HTTP,
 * headers too large, no http or https URI). Any other status is {@code OK} here: the check judges
 * it.
 *
 * <p>Through a proxy HTTPS goes by CONNECT, with a proxy phase; plain HTTP asks the proxy itself
 * for the whole URI (RFC 9112 section 3.2.2), where connecting is connecting to the proxy.
 */
public final class HttpProbe {

  static final String NO_PLACE = "not an http or https URI with a host";

  /** Host or bracketed address, and port; what comes before an at sign is not for us. */
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:[^@]*+@)?(?:\\[([^\\]]++)]|([^:\\[\\]\\s]++))(?::(\\d{1,5})?)?");

  private final Network network;
  private final TrustAnchors anchors;
  private final String userAgent;

  /**
   * @param userAgent product and version, {@code roomwatch/1.2}
   */
  HttpProbe(Network network, TrustAnchors anchors, String userAgent) {
    this.network = network;
    this.anchors = anchors;
    this.userAgent = userAgent;
  }

  /**
   * @param maxBodyBytes read and kept at most; the rest is not read and the connection is closed
   */
  public record Spec(URI uri, Duration deadline, Optional<ProxyServer> proxy, int maxBodyBytes) {}

  /**
   * @param status empty when no response head came
   * @param headers names in lower case, last value wins
   * @param body as UTF-8, at most {@code maxBodyBytes}; what came when it was cut short
   * @param truncated the body was longer
   */
  public record Result(
      Outcome outcome,
      OptionalInt status,
      Map<String, String> headers,
      String body,
      boolean truncated) {
    public Result {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * What is asked for, taken apart.
   *
   * @param path with the query, as it stands in the request
   */
  record Place(boolean https, Target target, String path) {

    /** Empty when {@code uri} is no http or https URI with a host. */
    static Optional<Place> of(URI uri) {
      boolean https = "https".equalsIgnoreCase(uri.getScheme());
      String authority = uri.getRawAuthority();
      boolean known = https || "http".equalsIgnoreCase(uri.getScheme());
      if (authority == null || !known) {
        return Optional.empty();
      }
      // Not getHost(): it knows no names with an underscore, and DNS does.
      Matcher parts = AUTHORITY.matcher(authority);
      if (!parts.matches()) {
        return Optional.empty();
      }
      String host = parts.group(1) != null ? parts.group(1) : parts.group(2);
      int port = parts.group(3) == null ? schemePort(https) : Integer.parseInt(parts.group(3));
      if (port < 1 || port > 65535) {
        return Optional.empty();
      }
      String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      return Optional.of(new Place(https, new Target(host, port), path + query));
    }

    private static int schemePort(boolean https) {
      return https ? 443 : 80;
    }

    /** For the Host field: no port where it is the scheme's own. */
    String authority() {
      String whole = target.toString();
      return target.port() == schemePort(https)
          ? whole.substring(0, whole.lastIndexOf(':'))
          : whole;
    }
  }

  /** A GET of that. */
  record Get(Place place, Duration deadline, Optional<ProxyServer> proxy, int maxBodyBytes) {}

  CompletableFuture<Result> run(Spec spec) {
    return Place.of(spec.uri())
        .map(place -> get(new Get(place, spec.deadline(), spec.proxy(), spec.maxBodyBytes())))
        .orElseGet(
            () -> {
              Outcome outcome = new Outcome(Reason.ERROR, NO_PLACE, List.of(), Duration.ZERO);
              return CompletableFuture.completedFuture(
                  new Result(outcome, OptionalInt.empty(), Map.of(), "", false));
            });
  }

  CompletableFuture<Result> get(Get get) {
    return new Look(get).start();
  }

  private final class Look extends Exchange<Result> {

    private final Get get;
    private final HttpGet.Answer answer;

    Look(Get get) {
      super(network, get.deadline());
      this.get = get;
      this.answer = new HttpGet.Answer(get.maxBodyBytes());
    }

    @Override
    protected void begin() {
      fetch(this, get, answer, () -> end(Reason.OK, "HTTP " + answer.status().orElseThrow()));
    }

    @Override
    protected Result answer(Outcome outcome) {
      return answer.result(outcome);
    }
  }

  /**
   * The steps of a GET, for probes that go on from there.
   *
   * @param done called when the answer is complete, with no phase under way
   */
  void fetch(Exchange<?> exchange, Get get, HttpGet.Answer answer, Runnable done) {
    open(
        exchange,
        get.place(),
        get.proxy(),
        channel ->
            new HttpGet(exchange, answer, () -> answered(exchange, get, answer, done))
                .send(channel, request(get.place(), get.proxy(), HttpMethod.GET)));
  }

  /**
   * A connection over which requests may go, or the exchange's end.
   *
   * @param opened gets the channel, which reads
   */
  void open(
      Exchange<?> exchange, Place place, Optional<ProxyServer> proxy, Consumer<Channel> opened) {
    Target target = place.target();
    if (place.https()) {
      Handshake handshake = new Handshake(anchors, target.host(), Handshake.Policy.TRUSTED_ONLY);
      Consumer<Channel> shake =
          channel -> handshake.start(exchange, channel, () -> opened.accept(channel));
      handshake.prepare(exchange, () -> Tunnel.reach(exchange, target, proxy, userAgent, shake));
    } else if (proxy.isPresent()) {
      Dial.proxy(exchange, proxy.get().address(), Dial.reading(opened));
    } else {
      Dial.target(exchange, target, false, Dial.reading(opened));
    }
  }

  private static void answered(
      Exchange<?> exchange, Get get, HttpGet.Answer answer, Runnable done) {
    if (get.proxy().isPresent() && answer.status().equals(OptionalInt.of(407))) {
      exchange.end(Reason.PROXY_AUTH, "proxy " + get.proxy().get().address() + " answered 407");
    } else {
      done.run();
    }
  }

  /** A request, all of it when it is a GET; a body is still to follow otherwise. */
  HttpRequest request(Place place, Optional<ProxyServer> proxy, HttpMethod method) {
    boolean toProxy = !place.https() && proxy.isPresent();
    String uri = (toProxy ? "http://" + place.authority() : "") + place.path();
    HttpRequest request =
        method.equals(HttpMethod.GET)
            ? new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, uri, Unpooled.EMPTY_BUFFER)
            : new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, uri);
    request
        .headers()
        .set(HttpHeaderNames.HOST, place.authority())
        .set(HttpHeaderNames.USER_AGENT, userAgent)
        .set(HttpHeaderNames.ACCEPT, "*/*")
        .set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.IDENTITY)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    if (toProxy) {
      Tunnel.authorize(request, proxy.get());
    }
    return request;
  }
}
