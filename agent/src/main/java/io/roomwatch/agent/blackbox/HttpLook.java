package io.roomwatch.agent.blackbox;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.roomwatch.agent.probe.http.HttpGet;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import javax.net.ssl.SSLContext;

/** Module {@code http_2xx}: GET, redirects followed as far as they are allowed. Blocks. */
final class HttpLook {

  private static final int REDIRECTS = 10;
  private static final int READ_BYTES = 8 * 1024;
  private static final long BODY_BYTES = 4 * 1024 * 1024;

  /** Three digits (RFC 9110 section 15). */
  private static final int LARGEST_STATUS = 999;

  private static final Set<HttpVersion> VERSIONS =
      Set.of(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1);

  private static final String PHASES =
      "Duration of http request by phase, summed over all redirects";

  private final Look look;
  private final SSLContext trust;
  private final BiPredicate<String, Integer> allowed;
  private final String userAgent;

  HttpLook(Look look, SSLContext trust, BiPredicate<String, Integer> allowed, String userAgent) {
    this.look = look;
    this.trust = trust;
    this.allowed = allowed;
    this.userAgent = userAgent;
    for (String phase : new String[] {"resolve", "connect", "tls", "processing", "transfer"}) {
      phase(phase, 0);
    }
    look.sheet().regex();
    answered(0, 0, 0, 0, false);
  }

  /** Whether the last answer is of 200 to 299. */
  boolean run(URI uri) throws IOException {
    URI at = uri;
    for (int redirects = 0; ; redirects++) {
      look.sheet().set("probe_http_redirects", "The number of redirects", redirects);
      HttpResponse got = get(at);
      Optional<URI> next = next(at, got);
      if (next.isEmpty()) {
        return got.status().codeClass() == HttpStatusClass.SUCCESS;
      }
      if (redirects == REDIRECTS || !allowed.test(host(next.get()), port(next.get()))) {
        look.sheet().say("the redirect is not followed: " + next.get());
        return false;
      }
      at = next.get();
    }
  }

  static int port(URI uri) {
    return uri.getPort() >= 0
        ? uri.getPort()
        : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  static String host(URI uri) {
    String host = Optional.ofNullable(uri.getHost()).orElse("");
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static Optional<URI> next(URI from, HttpResponse got) throws IOException {
    String location = got.headers().get(HttpHeaderNames.LOCATION, "");
    boolean moves =
        switch (got.status().code()) {
          case 301, 302, 303, 307, 308 -> !location.isEmpty();
          default -> false;
        };
    try {
      return moves ? Optional.of(from.resolve(location)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new IOException("a redirect to no URL", e);
    }
  }

  private void phase(String phase, long nanos) {
    look.sheet().phase("probe_http_duration_seconds", PHASES, phase, nanos);
  }

  private HttpResponse get(URI uri) throws IOException {
    boolean https = "https".equalsIgnoreCase(uri.getScheme());
    if (!https && !"http".equalsIgnoreCase(uri.getScheme())) {
      throw new IOException("no http or https URL");
    }
    long began = look.now();
    InetAddress address = look.resolve(host(uri));
    long resolved = look.now();
    phase("resolve", resolved - began);
    try (Socket plain = look.connect(address, port(uri))) {
      long connected = look.now();
      phase("connect", connected - resolved);
      Socket socket = https ? look.handshake(plain, trust, host(uri), port(uri)) : plain;
      long ready = look.now();
      phase("tls", https ? ready - connected : 0);
      return new Exchange(socket, https).get(uri, ready);
    }
  }

  private void answered(int status, long length, long body, double version, boolean ssl) {
    look.sheet().set("probe_http_status_code", "Response HTTP status code", status);
    look.sheet()
        .set("probe_http_content_length", "Length of http content response", (double) length);
    look.sheet()
        .set(
            "probe_http_uncompressed_body_length",
            "Length of uncompressed response body",
            (double) body);
    look.sheet()
        .set("probe_http_version", "Returns the version of HTTP of the probe response", version);
    look.sheet()
        .set("probe_http_ssl", "Indicates if SSL was used for the final redirect", ssl ? 1 : 0);
  }

  private void lastModified(HttpResponse response) {
    try {
      Optional.ofNullable(response.headers().get(HttpHeaderNames.LAST_MODIFIED))
          .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME))
          .ifPresent(
              time ->
                  look.sheet()
                      .set(
                          "probe_http_last_modified_timestamp_seconds",
                          "Returns the Last-Modified HTTP response header in unixtime",
                          (double) time.toEpochSecond()));
    } catch (DateTimeException e) {
      look.sheet().say("Last-Modified is no date");
    }
  }

  /** One request and its answer: Netty's codec writes and reads them, on a socket that blocks. */
  private final class Exchange {

    private final EmbeddedChannel codec = new EmbeddedChannel(HttpGet.codec());
    private final Socket socket;
    private final boolean https;
    private Optional<HttpResponse> head = Optional.empty();
    private long body;
    private boolean complete;

    Exchange(Socket socket, boolean https) {
      this.socket = socket;
      this.https = https;
    }

    /**
     * @param ready when the connection could carry the request
     */
    HttpResponse get(URI uri, long ready) throws IOException {
      try {
        write(uri);
        byte[] bytes = new byte[READ_BYTES];
        int length = read(bytes);
        if (length < 0) {
          throw new EOFException("closed without an answer");
        }
        long first = look.now();
        phase("processing", first - ready);
        for (; length >= 0 && !complete; length = complete ? length : read(bytes)) {
          boolean unused = codec.writeInbound(Unpooled.copiedBuffer(bytes, 0, length));
          take();
        }
        // A body without a length ends where the connection does.
        boolean unused = codec.finish();
        take();
        phase("transfer", look.now() - first);
      } finally {
        head.ifPresent(this::answered);
        boolean unused = codec.finishAndReleaseAll();
      }
      return head.filter(any -> complete)
          .orElseThrow(() -> new EOFException("the answer was cut short"));
    }

    private void write(URI uri) throws IOException {
      String path = Optional.ofNullable(uri.getRawPath()).filter(one -> !one.isEmpty()).orElse("/");
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      HttpRequest request =
          new DefaultFullHttpRequest(
              HttpVersion.HTTP_1_1, HttpMethod.GET, path + query, Unpooled.EMPTY_BUFFER);
      request
          .headers()
          .set(HttpHeaderNames.HOST, uri.getRawAuthority())
          .set(HttpHeaderNames.USER_AGENT, userAgent)
          .set(HttpHeaderNames.ACCEPT, "*/*")
          .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      boolean unused = codec.writeOutbound(request);
      OutputStream out = socket.getOutputStream();
      for (ByteBuf part = codec.readOutbound(); part != null; part = codec.readOutbound()) {
        part.readBytes(out, part.readableBytes());
        ReferenceCountUtil.release(part);
      }
      out.flush();
    }

    /** Each read has what is left of the time, not more. */
    private int read(byte[] bytes) throws IOException {
      socket.setSoTimeout(look.left());
      return socket.getInputStream().read(bytes);
    }

    private void take() throws IOException {
      for (HttpObject part = codec.readInbound(); part != null; part = codec.readInbound()) {
        try {
          take(part);
        } finally {
          ReferenceCountUtil.release(part);
        }
      }
    }

    private void take(HttpObject part) throws IOException {
      if (complete) {
        // We asked once: whatever else it says answers nothing.
        return;
      }
      if (part.decoderResult().isFailure()) {
        throw new IOException("the answer is not HTTP", part.decoderResult().cause());
      }
      if (part instanceof HttpResponse response
          && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
        if (!VERSIONS.contains(response.protocolVersion())
            || response.status().code() > LARGEST_STATUS) {
          throw new IOException("the answer is not HTTP/1");
        }
        head = Optional.of(response);
      }
      if (part instanceof HttpContent content && head.isPresent()) {
        body += content.content().readableBytes();
        complete = content instanceof LastHttpContent;
        if (body > BODY_BYTES) {
          throw new IOException("the body is larger than 4 MiB");
        }
      }
    }

    private void answered(HttpResponse response) {
      HttpResponseStatus status = response.status();
      boolean bare =
          status.equals(HttpResponseStatus.NO_CONTENT)
              || status.equals(HttpResponseStatus.NOT_MODIFIED);
      long length =
          HttpUtil.isTransferEncodingChunked(response)
              ? -1
              : HttpUtil.getContentLength(response, bare ? 0L : -1L);
      double version = response.protocolVersion().equals(HttpVersion.HTTP_1_0) ? 1.0 : 1.1;
      HttpLook.this.answered(status.code(), length, body, version, https);
      lastModified(response);
    }
  }
}
