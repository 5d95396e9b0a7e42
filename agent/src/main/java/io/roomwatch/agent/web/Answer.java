package io.roomwatch.agent.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One HTTP answer.
 *
 * @param allow the methods that a 405 must name (RFC 9110 section 15.5.6)
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over once, never compared or shared.
public record Answer(
    HttpResponseStatus status,
    String contentType,
    byte[] body,
    boolean gzipped,
    Optional<String> allow) {

  Answer(HttpResponseStatus status, String contentType, byte[] body, boolean gzipped) {
    this(status, contentType, body, gzipped, Optional.empty());
  }

  /** Another method is needed: one of these, separated by commas. */
  static Answer notAllowed(String methods) {
    Answer text =
        text(
            HttpResponseStatus.METHOD_NOT_ALLOWED,
            "only " + methods.replace(", ", " and ") + " are allowed here");
    return new Answer(text.status, text.contentType, text.body, false, Optional.of(methods));
  }

  static Answer text(HttpResponseStatus status, String text) {
    return new Answer(
        status, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8), false);
  }

  static Answer html(String page) {
    return new Answer(
        HttpResponseStatus.OK,
        "text/html; charset=utf-8",
        page.getBytes(StandardCharsets.UTF_8),
        false);
  }

  static Answer json(String document) {
    return new Answer(
        HttpResponseStatus.OK,
        "application/json",
        document.getBytes(StandardCharsets.UTF_8),
        false);
  }
}
