package io.roomwatch.agent.probe.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.ProxyServer;
import io.roomwatch.agent.probe.Target;
import io.roomwatch.agent.probe.network.Dial;
import io.roomwatch.agent.probe.network.Exchange;
import io.roomwatch.agent.probe.network.Failure;
import io.roomwatch.agent.probe.network.Tail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * HTTP CONNECT through a proxy (RFC 9110 section 9.3.6): what was a connection to the proxy is one
 * to the target afterwards. Only status 200 opens it.
 */
public final class Tunnel extends SimpleChannelInboundHandler<HttpObject> {

  private static final String CODEC = "proxy-codec";
  private static final String NAME = "proxy";

  private static final int MOST_SCHEMES = 8;
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*+\"");
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,30}");

  private final Exchange<?> exchange;
  private final ProxyServer proxy;
  private final Target target;
  private final String userAgent;
  private final boolean last;
  private final Reply reply;
  private final Consumer<Channel> opened;
  private int informational;

  private Tunnel(
      Exchange<?> exchange,
      Route route,
      String userAgent,
      boolean last,
      Reply reply,
      Consumer<Channel> opened) {
    this.exchange = exchange;
    this.proxy = route.proxy();
    this.target = route.target();
    this.userAgent = userAgent;
    this.last = last;
    this.reply = reply;
    this.opened = opened;
  }

  /** Through which proxy to what. */
  public record Route(ProxyServer proxy, Target target) {}

  /** What the proxy answered, as far as it did. */
  public static final class Reply {
    private OptionalInt status = OptionalInt.empty();
    private List<String> schemes = List.of();

    /** Empty when no answer came. */
    public OptionalInt status() {
      return status;
    }

    /** What a 407 offers, as the proxy writes it, without parameters; empty without one. */
    public List<String> schemes() {
      return schemes;
    }
  }

  /**
   * Opens a tunnel, or ends the exchange.
   *
   * @param last no phase follows
   * @param opened gets the channel, which reads; called once at most
   */
  public static void open(
      Exchange<?> exchange,
      Route route,
      String userAgent,
      boolean last,
      Reply reply,
      Consumer<Channel> opened) {
    Tunnel tunnel = new Tunnel(exchange, route, userAgent, last, reply, opened);
    Dial.proxy(exchange, route.proxy().address(), tunnel::ask);
  }

  /**
   * A channel to {@code target}, through {@code proxy} where there is one, or the exchange's end.
   *
   * @param connected gets the channel, which reads
   */
  public static void reach(
      Exchange<?> exchange,
      Target target,
      Optional<ProxyServer> proxy,
      String userAgent,
      Consumer<Channel> connected) {
    if (proxy.isPresent()) {
      Route route = new Route(proxy.get(), target);
      open(exchange, route, userAgent, false, new Reply(), connected);
    } else {
      Dial.target(exchange, target, false, Dial.reading(connected));
    }
  }

  private void ask(Channel channel) {
    exchange.enter(Phase.PROXY);
    exchange.within(
        exchange.share(last),
        () -> exchange.end(Reason.TIMEOUT, said() + "no answer to CONNECT " + target + " in time"));
    channel.pipeline().addBefore(Tail.NAME, CODEC, HttpGet.codec());
    channel.pipeline().addBefore(Tail.NAME, NAME, this);
    channel.config().setAutoRead(true);
    HttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.CONNECT, target.toString(), Unpooled.EMPTY_BUFFER);
    request
        .headers()
        .set(HttpHeaderNames.HOST, target.toString())
        .set(HttpHeaderNames.USER_AGENT, userAgent);
    authorize(request, proxy);
    channel
        .writeAndFlush(request)
        .addListener(written -> exchange.step(() -> check(written.cause())));
  }

  /** Adds the proxy's Basic credentials (RFC 7617), where there are some. */
  public static void authorize(HttpRequest request, ProxyServer proxy) {
    proxy
        .credentials()
        .ifPresent(
            login -> {
              String pair = login.user() + ":" + login.password();
              String encoded =
                  Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
              request.headers().set(HttpHeaderNames.PROXY_AUTHORIZATION, "Basic " + encoded);
            });
  }

  private void check(@Nullable Throwable unwritten) {
    if (unwritten != null) {
      dead(Failure.of(unwritten).detail());
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject object) {
    if (object.decoderResult().isFailure()) {
      dead(HttpGet.garbled(object.decoderResult().cause()).detail());
    } else if (object instanceof HttpResponse response) {
      judge(response);
    } else if (object instanceof LastHttpContent && reply.status.isPresent()) {
      // Only status 200 comes this far. The codec goes, and what it holds goes on to the next one.
      context.pipeline().remove(this);
      context.pipeline().remove(CODEC);
      exchange.step(() -> opened.accept(context.channel()));
    }
  }

  private void judge(HttpResponse response) {
    HttpResponseStatus answered = response.status();
    if (answered.codeClass() == HttpStatusClass.INFORMATIONAL) {
      if (++informational > HttpGet.INFORMATIONAL_RESPONSES) {
        dead("endless interim answers");
      }
      return;
    }
    reply.status = OptionalInt.of(answered.code());
    if (answered.equals(HttpResponseStatus.PROXY_AUTHENTICATION_REQUIRED)) {
      reply.schemes = schemes(response.headers().getAll(HttpHeaderNames.PROXY_AUTHENTICATE));
      String offered = reply.schemes.isEmpty() ? "" : " (" + String.join(", ", reply.schemes) + ")";
      String wants =
          proxy.credentials().isPresent() ? "refuses the credentials" : "asks for credentials";
      exchange.end(Reason.PROXY_AUTH, said() + wants + offered);
    } else if (!answered.equals(HttpResponseStatus.OK)) {
      exchange.end(Reason.PROXY_REFUSED, said() + "answered " + answered + " to CONNECT " + target);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    dead("closed the connection without an answer");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      dead(Failure.of(cause).detail());
    } else {
      context.fireExceptionCaught(cause);
    }
  }

  private void dead(String detail) {
    exchange.end(Reason.PROXY_DEAD, said() + detail);
  }

  private String said() {
    return "proxy " + proxy.address() + ": ";
  }

  /**
   * The scheme names of {@code Proxy-Authenticate} fields (RFC 9110 section 11.6.1). Several may
   * share a line, divided by the same comma that divides their parameters: a scheme is a word that
   * begins an element and is not followed by {@code =}.
   */
  static List<String> schemes(List<String> fields) {
    Set<String> names = new LinkedHashSet<>();
    for (String field : fields) {
      for (String element : QUOTED.matcher(field).replaceAll("").split(",", -1)) {
        String first = element.strip().split("\\s", 2)[0];
        if (names.size() < MOST_SCHEMES && SCHEME.matcher(first).matches()) {
          names.add(first);
        }
      }
    }
    return List.copyOf(names);
  }
}
