package io.roomwatch.agent.blackbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What may be asked for in {@code module}. */
enum Module {
  TCP_CONNECT("prober: tcp"),
  TLS("prober: tcp\ntcp:\n  tls: true"),
  HTTP_2XX("prober: http\nhttp:\n  follow_redirects: true\n  enable_http2: false"),
  DNS("prober: dns\ndns:\n  transport_protocol: udp\n  query_type: A"),
  ZOOM_ROOM("prober: roomwatch");

  private final String configuration;

  Module(String configuration) {
    this.configuration = configuration;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As blackbox_exporter would write it down. */
  String configuration() {
    return configuration;
  }

  static Optional<Module> of(String label) {
    return Arrays.stream(values()).filter(one -> one.label().equals(label)).findFirst();
  }
}
