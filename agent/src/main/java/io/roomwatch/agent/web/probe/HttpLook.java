package io.roomwatch.agent.web.probe;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import javax.net.ssl.SSLContext;

/** Module {@code http_2xx}: GET, redirects followed as far as they are allowed. Blocks. */
final class HttpLook {

  private static final int REDIRECTS = 10;
  private static final int HEAD_BYTES = 32 * 1024;
  private static final long BODY_BYTES = 4 * 1024 * 1024;

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

  /** What came of one GET. */
  private record Got(int status, Map<String, String> headers) {}

  /** Whether the last answer is of 200 to 299. */
  boolean run(URI uri) throws IOException {
    URI at = uri;
    for (int redirects = 0; ; redirects++) {
      look.sheet().set("probe_http_redirects", "The number of redirects", redirects);
      Got got = get(at);
      Optional<URI> next = next(at, got);
      if (next.isEmpty()) {
        return got.status() / 100 == 2;
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

  private static Optional<URI> next(URI from, Got got) throws IOException {
    String location = got.headers().getOrDefault("location", "");
    boolean moves =
        switch (got.status()) {
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
    look.sheet()
        .add(
            "probe_http_duration_seconds",
            PHASES,
            Sheet.label("phase", phase),
            Sheet.seconds(nanos));
  }

  private Got get(URI uri) throws IOException {
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
      write(socket.getOutputStream(), uri);
      InputStream in = new BufferedInputStream(new Bounded(socket));
      in.mark(1);
      if (in.read() < 0) {
        throw new EOFException("closed without an answer");
      }
      in.reset();
      long first = look.now();
      phase("processing", first - ready);
      return read(in, https, first);
    }
  }

  private void write(OutputStream out, URI uri) throws IOException {
    String path = Optional.ofNullable(uri.getRawPath()).filter(one -> !one.isEmpty()).orElse("/");
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String request =
        "GET "
            + path
            + query
            + " HTTP/1.1\r\nHost: "
            + uri.getRawAuthority()
            + "\r\nUser-Agent: "
            + userAgent
            + "\r\nAccept: */*\r\nConnection: close\r\n\r\n";
    out.write(request.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private Got read(InputStream in, boolean https, long first) throws IOException {
    int[] budget = {HEAD_BYTES};
    String[] line = line(in, budget).split(" ", 3);
    if (line.length < 2 || !line[0].matches("HTTP/1\\.[01]") || !line[1].matches("[1-5]\\d\\d")) {
      throw new IOException("the answer is not HTTP/1");
    }
    int status = Integer.parseInt(line[1]);
    Map<String, String> headers = new TreeMap<>();
    for (String header = line(in, budget); !header.isEmpty(); header = line(in, budget)) {
      int colon = header.indexOf(':');
      if (colon > 0) {
        headers.put(
            header.substring(0, colon).toLowerCase(Locale.ROOT),
            header.substring(colon + 1).strip());
      }
    }
    if (status / 100 == 1) {
      return read(in, https, first);
    }
    boolean chunked = headers.getOrDefault("transfer-encoding", "").contains("chunked");
    String said = headers.getOrDefault("content-length", "");
    boolean bare = status == 204 || status == 304;
    long length = !chunked && said.matches("\\d{1,15}") ? Long.parseLong(said) : bare ? 0 : -1;
    long body = bare ? 0 : chunked ? chunks(in, budget) : skip(in, length);
    phase("transfer", look.now() - first);
    answered(status, (double) length, (double) body, line[0].equals("HTTP/1.0") ? 1.0 : 1.1, https);
    lastModified(headers);
    return new Got(status, headers);
  }

  private void answered(int status, double length, double body, double version, boolean ssl) {
    look.sheet().set("probe_http_status_code", "Response HTTP status code", status);
    look.sheet().set("probe_http_content_length", "Length of http content response", length);
    look.sheet()
        .set("probe_http_uncompressed_body_length", "Length of uncompressed response body", body);
    look.sheet()
        .set("probe_http_version", "Returns the version of HTTP of the probe response", version);
    look.sheet()
        .set("probe_http_ssl", "Indicates if SSL was used for the final redirect", ssl ? 1 : 0);
  }

  private void lastModified(Map<String, String> headers) {
    try {
      Optional.ofNullable(headers.get("last-modified"))
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

  private static String line(InputStream in, int[] budget) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the answer was cut short");
      }
      if (--budget[0] < 0) {
        throw new IOException("the head of the answer is too large");
      }
      line.append((char) c);
    }
    int end = line.length();
    return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
  }

  /**
   * @param length less than 0: until the server closes
   */
  private static long skip(InputStream in, long length) throws IOException {
    byte[] buffer = new byte[8192];
    long read = 0;
    while (length < 0 || read < length) {
      int n = in.read(buffer, 0, length < 0 ? buffer.length : (int) Math.min(8192, length - read));
      if (n < 0) {
        if (length >= 0) {
          throw new EOFException("the body was cut short");
        }
        return read;
      }
      read += n;
      if (read > BODY_BYTES) {
        throw new IOException("the body is larger than 4 MiB");
      }
    }
    return read;
  }

  private static long chunks(InputStream in, int[] budget) throws IOException {
    long body = 0;
    while (true) {
      String size = line(in, budget).split(";", 2)[0].strip();
      if (!size.matches("[0-9A-Fa-f]{1,7}")) {
        throw new IOException("the body is not chunked as it says");
      }
      int length = Integer.parseInt(size, 16);
      if (length == 0) {
        return body;
      }
      body += skip(in, length);
      if (body > BODY_BYTES) {
        throw new IOException("the body is larger than 4 MiB");
      }
      String unused = line(in, budget);
    }
  }

  /** Each read has what is left of the time, not more. */
  private final class Bounded extends InputStream {

    private final Socket socket;
    private final InputStream in;

    Bounded(Socket socket) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
    }

    @Override
    public int read() throws IOException {
      socket.setSoTimeout(look.left());
      return in.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      socket.setSoTimeout(look.left());
      return in.read(into, offset, length);
    }
  }
}
