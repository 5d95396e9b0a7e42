package io.roomwatch.agent.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.config.Secret;
import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.probe.DatagramBench;
import io.roomwatch.agent.probe.DebianServer;
import io.roomwatch.agent.sink.Ground.Certificate;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** Through Debian's Squid, with and without a password. */
class SquidIT {

  private static final String OPEN = "http_access allow all";

  /** A helper of one line: the password is the same for everybody. */
  private static final String LOCKED =
      """
      auth_param basic program %s/helper
      auth_param basic children 2 startup=1
      auth_param basic realm lab
      acl known proxy_auth REQUIRED
      http_access allow known
      http_access deny all\
      """;

  private static final String HELPER =
      """
      #!/bin/sh
      while read -r login; do
        if [ "$login" = "ada correct%20horse" ]; then echo OK; else echo ERR; fi
      done
      """;

  @Test
  void openProxyIsPassed() throws Exception {
    for (boolean secure : List.of(false, true)) {
      try (DebianServer squid = new DebianServer("squid", "squid");
          HttpServerOfFaults server = server(secure)) {
        int port = started(squid, OPEN);
        Delivery delivery = deliver(port, Optional.empty(), server, secure);
        assertInstanceOf(Delivery.Taken.class, delivery, delivery.said());
        assertEquals("POST /hook HTTP/1.1", server.last().line());
      }
    }
  }

  @Test
  void lockedProxyIsPassedWithTheLoginAndNamedWithoutIt() throws Exception {
    for (boolean secure : List.of(false, true)) {
      try (DebianServer squid = new DebianServer("squid", "squid");
          HttpServerOfFaults server = server(secure)) {
        squid.file("helper", HELPER);
        Files.setPosixFilePermissions(
            squid.folder().resolve("helper"), PosixFilePermissions.fromString("rwxr-xr-x"));
        int port = started(squid, LOCKED.formatted(squid.folder()));
        Delivery with = deliver(port, login("correct horse"), server, secure);
        assertInstanceOf(Delivery.Taken.class, with, with.said());
        assertEquals(1, server.requests().size());
        assertFalse(server.last().headers().containsKey("proxy-authorization"));
        for (Optional<Cloud.Login> wrong : List.of(login("battery"), login(""))) {
          Delivery without = deliver(port, wrong, server, secure);
          assertInstanceOf(Delivery.Later.class, without, without.said());
          assertTrue(without.said().contains("wants a login (407)"), without.said());
        }
        assertEquals(1, server.requests().size());
      }
    }
  }

  private static Optional<Cloud.Login> login(String password) {
    return password.isEmpty()
        ? Optional.empty()
        : Optional.of(new Cloud.Login("ada", new Secret(password)));
  }

  private static HttpServerOfFaults server(boolean secure) throws Exception {
    Optional<SSLContext> tls = secure ? Optional.of(Certificate.GOOD.context()) : Optional.empty();
    return new HttpServerOfFaults(tls, HttpServerOfFaults.answering(200));
  }

  private static Delivery deliver(
      int proxyPort, Optional<Cloud.Login> login, HttpServerOfFaults server, boolean secure) {
    Secret url =
        new Secret((secure ? "https" : "http") + "://127.0.0.1:" + server.port() + "/hook");
    try (Ground ground =
        new Ground(Ground.PATIENT).through(new Surroundings.Proxy("127.0.0.1", proxyPort, login))) {
      return ground
          .receivers()
          .of(new Sink.Webhook("hook", url, Optional.empty(), List.of()))
          .orElseThrow()
          .deliver(Notices.firing(), Notices.FIRST);
    }
  }

  private static int started(DebianServer squid, String access) throws Exception {
    int port = DatagramBench.freePort();
    // Squid leaves root behind and must still read what is here.
    Files.setPosixFilePermissions(squid.folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
    squid
        .file(
            "squid.conf",
            """
            http_port 127.0.0.1:%d
            %s
            cache deny all
            cache_mem 0
            memory_cache_shared off
            cache_log /dev/null
            access_log none
            pid_filename none
            dns_nameservers 127.0.0.1
            visible_hostname proxy.lab
            shutdown_lifetime 0 seconds
            """
                .formatted(port, access))
        .start("-N", "-n", "sink" + port, "-f", squid.folder().resolve("squid.conf").toString())
        .awaitUntil(() -> EximIT.listens(port));
    return port;
  }
}
