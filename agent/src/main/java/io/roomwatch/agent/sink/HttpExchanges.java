package io.roomwatch.agent.sink;

import io.roomwatch.agent.config.Cloud;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 request and its answer, through the proxy in force. Redirects are not followed, no
 * cookies are kept, at most 64 KiB of an answer are read. A client is made for each: alerts are
 * rare, and a connection kept for hours is one that breaks when it is needed.
 */
final class HttpExchanges {

  private static final int LONGEST_BODY = 64 * 1024;

  static {
    // CONNECT with a Basic login is off in the JDK by default; the login is the operator's own
    // choice here. Read by the client once, when it is first used, which is below.
    if (System.getProperty("jdk.http.auth.tunneling.disabledSchemes") == null) {
      System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
    }
  }

  private final Surroundings surroundings;
  private final Redaction redaction;
  private final HttpAnswers answers;

  /**
   * @param redaction of the sink it is for
   */
  HttpExchanges(Surroundings surroundings, Redaction redaction) {
    this.surroundings = surroundings;
    this.redaction = redaction;
    this.answers = new HttpAnswers(surroundings.clocks().clock(), redaction);
  }

  /**
   * @param method {@code GET} or {@code POST}
   */
  record Call(String method, Map<String, String> headers, HttpRequest.BodyPublisher body) {
    static Call get() {
      return new Call("GET", Map.of(), HttpRequest.BodyPublishers.noBody());
    }

    /** JSON by POST. */
    static Call json(byte[] body, Map<String, String> headers) {
      return new Call("POST", headers, HttpRequest.BodyPublishers.ofByteArray(body));
    }
  }

  /** What came of it. */
  sealed interface Result {
    /**
     * @param body what of it came in time and fits
     */
    record Answered(int status, HttpHeaders headers, String body) implements Result {}

    record Failed(Delivery because) implements Result {}
  }

  /** Host and port, which is all of a URL that may be told. */
  static String where(URI url) {
    return url.getHost() + ":" + port(url);
  }

  private static int port(URI url) {
    return url.getPort() > 0 ? url.getPort() : secure(url) ? 443 : 80;
  }

  private static boolean secure(URI url) {
    return url.getScheme().toLowerCase(Locale.ROOT).equals("https");
  }

  /** The value of a header with Basic credentials, RFC 7617. */
  static String basic(Cloud.Login login) {
    String both = login.user() + ":" + login.password().reveal();
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends, and says what the answer means, without secrets. Blocks, as long as the limits say. */
  Delivery deliver(URI url, Call call, HttpAnswers.Advice advice) {
    return Receivers.cleaned(answers.judge(send(url, call), url, advice), redaction);
  }

  private Result send(URI url, Call call) {
    Optional<Surroundings.Proxy> proxy =
        surroundings.network().proxies().apply(URI.create(url.getScheme() + "://" + where(url)));
    HttpRequest request;
    try {
      request = request(url, call, proxy);
    } catch (IllegalArgumentException e) {
      return new Result.Failed(
          new Delivery.Rejected(
              "nothing was sent to "
                  + where(url)
                  + ": a header of the configuration, or the login of the proxy, holds what HTTP"
                  + " does not allow"));
    }
    return send(request, url, proxy);
  }

  private Result send(HttpRequest request, URI url, Optional<Surroundings.Proxy> proxy) {
    Incoming incoming = new Incoming();
    HttpClient client = client(url, proxy);
    try {
      CompletableFuture<HttpResponse<Void>> future = client.sendAsync(request, incoming);
      try {
        Duration limit = surroundings.network().limits().exchange();
        HttpResponse<Void> response = future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        // A proxy's 407 to a CONNECT comes without having been asked about its body.
        return incoming
            .answered(proxy)
            .orElseGet(() -> new Result.Answered(response.statusCode(), response.headers(), ""));
      } finally {
        future.cancel(true);
      }
    } catch (ExecutionException e) {
      Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
      return incoming.answered(proxy).orElseGet(() -> failed(cause, url, proxy));
    } catch (TimeoutException e) {
      return incoming.answered(proxy).orElseGet(() -> failed(e, url, proxy));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Result.Failed(new Delivery.Later("the agent stops", Optional.empty()));
    } finally {
      client.shutdownNow();
    }
  }

  /** The client connects to the proxy, so it is the proxy that does not connect or resolve. */
  private static Result failed(Throwable cause, URI url, Optional<Surroundings.Proxy> proxy) {
    boolean tunnel = String.valueOf(cause.getMessage()).startsWith("Tunnel failed");
    boolean tls = cause instanceof javax.net.ssl.SSLException;
    String where =
        proxy
            .filter(each -> !tunnel && !tls)
            .map(each -> "the proxy " + each.host() + ":" + each.port())
            .orElse(where(url));
    return new Result.Failed(Troubles.later(cause, where));
  }

  private HttpClient client(URI url, Optional<Surroundings.Proxy> proxy) {
    ProxySelector selector =
        proxy
            .map(each -> InetSocketAddress.createUnresolved(each.host(), each.port()))
            .map(ProxySelector::of)
            .orElse(HttpClient.Builder.NO_PROXY);
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(surroundings.network().limits().connect())
            .proxy(selector)
            .executor(surroundings.executor());
    if (secure(url)) {
      SSLContext tls = surroundings.network().tls().get();
      builder.sslContext(tls);
    }
    return builder.build();
  }

  private HttpRequest request(URI url, Call call, Optional<Surroundings.Proxy> proxy) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url).header("User-Agent", surroundings.machine().userAgent());
    // Sent at once: an authenticator of the client's would also be asked for what servers want,
    // and turns their 401 into an exception.
    proxy
        .flatMap(Surroundings.Proxy::login)
        .ifPresent(login -> request.header("Proxy-Authorization", basic(login)));
    call.headers().forEach(request::setHeader);
    if (call.method().equals("GET")) {
      return request.GET().build();
    }
    return request.header("Content-Type", "application/json").POST(call.body()).build();
  }

  /** Keeps what comes, so that it is there when the rest does not. */
  private static final class Incoming
      implements HttpResponse.BodyHandler<Void>, HttpResponse.BodySubscriber<Void> {

    private final CompletableFuture<Void> complete = new CompletableFuture<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private volatile HttpResponse.@Nullable ResponseInfo head;
    private volatile Flow.@Nullable Subscription subscription;

    @Override
    public HttpResponse.BodySubscriber<Void> apply(HttpResponse.ResponseInfo info) {
      head = info;
      return this;
    }

    Optional<Result> answered(Optional<Surroundings.Proxy> proxy) {
      HttpResponse.ResponseInfo info = head;
      if (info == null) {
        return Optional.empty();
      }
      String text;
      synchronized (body) {
        text = body.toString(StandardCharsets.UTF_8);
      }
      String told = proxy.map(each -> Redaction.of(each).without(text)).orElse(text);
      return Optional.of(new Result.Answered(info.statusCode(), info.headers(), told));
    }

    @Override
    public CompletionStage<Void> getBody() {
      return complete;
    }

    @Override
    public void onSubscribe(Flow.Subscription to) {
      subscription = to;
      to.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      synchronized (body) {
        for (ByteBuffer buffer : buffers) {
          byte[] bytes = new byte[Math.min(buffer.remaining(), LONGEST_BODY - body.size())];
          buffer.get(bytes);
          body.writeBytes(bytes);
        }
        if (body.size() < LONGEST_BODY) {
          return;
        }
      }
      Flow.Subscription from = subscription;
      if (from != null) {
        from.cancel();
      }
      complete.complete(null);
    }

    @Override
    public void onError(Throwable failure) {
      complete.completeExceptionally(
          failure instanceof IOException ? failure : new IOException(failure));
    }

    @Override
    public void onComplete() {
      complete.complete(null);
    }
  }
}
