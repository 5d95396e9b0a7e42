package io.roomwatch.agent.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One HTTP answer.
 *
 * @param headers besides those that every answer has
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over once, never compared or shared.
public record Answer(
    HttpResponseStatus status, String contentType, byte[] body, Map<String, String> headers) {

  public Answer {
    headers = Map.copyOf(headers);
  }

  /** The same with one header more. */
  public Answer with(CharSequence name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name.toString(), value);
    return new Answer(status, contentType, body, more);
  }

  /** Another method is needed: one of these, separated by commas (RFC 9110 section 15.5.6). */
  static Answer notAllowed(String methods) {
    return text(
            HttpResponseStatus.METHOD_NOT_ALLOWED,
            "only " + methods.replace(", ", " and ") + " are allowed here")
        .with(HttpHeaderNames.ALLOW, methods);
  }

  public static Answer text(HttpResponseStatus status, String text) {
    return of(status, "text/plain; charset=utf-8", text + "\n");
  }

  public static Answer html(HttpResponseStatus status, String page) {
    return of(status, "text/html; charset=utf-8", page);
  }

  static Answer json(String document) {
    return of(HttpResponseStatus.OK, "application/json", document);
  }

  /** What may be kept for a year: another content has another path. */
  public static Answer lasting(String contentType, byte[] body) {
    return of(HttpResponseStatus.OK, contentType, body)
        .with(HttpHeaderNames.CACHE_CONTROL, "max-age=31536000, immutable");
  }

  /** Go and look there, with GET (RFC 9110 section 15.4.4). */
  public static Answer seeOther(String path) {
    return text(HttpResponseStatus.SEE_OTHER, "see " + path).with(HttpHeaderNames.LOCATION, path);
  }

  static Answer of(HttpResponseStatus status, String contentType, byte[] body) {
    return new Answer(status, contentType, body, Map.of());
  }

  public static Answer of(HttpResponseStatus status, String contentType, String body) {
    return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
  }
}
