package io.roomwatch.agent.sink;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.config.Secret;
import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.sink.HttpExchanges.Call;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** JSON by POST, signed on request. docs/webhook.md describes both. */
final class WebhookReceiver implements Receiver {

  private static final String SIGNATURE = "X-Roomwatch-Signature";

  private final Sink.Webhook sink;
  private final HttpExchanges http;
  private final InstantSource clock;

  WebhookReceiver(Sink.Webhook sink, HttpExchanges http, InstantSource clock) {
    this.sink = sink;
    this.http = http;
    this.clock = clock;
  }

  @Override
  public String name() {
    return sink.name();
  }

  @Override
  public Delivery deliver(Notice notice, Attempt attempt) {
    byte[] body = WebhookJson.of(notice, attempt);
    Map<String, String> headers = new LinkedHashMap<>();
    sink.headers().forEach(header -> headers.put(header.name(), header.value().reveal()));
    sink.signingKey()
        .ifPresent(key -> headers.put(SIGNATURE, signature(key, clock.instant(), body)));
    URI url = URI.create(sink.url().reveal());
    return http.deliver(url, Call.json(body, headers), HttpAnswers.Advice.none());
  }

  /** HMAC-SHA256 (RFC 2104) over the time, a dot and the body, so that neither can be changed. */
  static String signature(Secret key, Instant now, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((now.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
      return "t=" + now.getEpochSecond() + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
