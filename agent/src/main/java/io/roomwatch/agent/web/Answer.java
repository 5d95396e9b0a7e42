package io.roomwatch.agent.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/** One HTTP answer. */
@SuppressWarnings("ArrayRecordComponent") // Handed over once, never compared or shared.
public record Answer(HttpResponseStatus status, String contentType, byte[] body, boolean gzipped) {

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
