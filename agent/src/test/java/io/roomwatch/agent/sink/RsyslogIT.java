package io.roomwatch.agent.sink;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.pkitesting.X509Bundle;
import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.probe.DatagramBench;
import io.roomwatch.agent.probe.DebianServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Debian's rsyslog takes apart what it is sent over UDP, TCP and TLS. */
class RsyslogIT {

  private static final String OUTPUT =
      """
      template(name="parts" type="string" string=\
      "%%pri%%~%%app-name%%~%%msgid%%~%%hostname%%~%%timestamp:::date-rfc3339%%~%%structured-data%%~%%msg%%\\n")
      action(type="omfile" file="%1$s/out" template="parts")
      """;

  @Test
  void datagramIsTaken() throws Exception {
    delivered(
        Sink.Transport.UDP,
        "module(load=\"imudp\") input(type=\"imudp\" address=\"127.0.0.1\" port=\"%2$d\")");
  }

  @Test
  void streamIsTaken() throws Exception {
    delivered(
        Sink.Transport.TCP,
        "module(load=\"imtcp\") input(type=\"imtcp\" address=\"127.0.0.1\" port=\"%2$d\")");
  }

  @Test
  void streamWithinTlsIsTaken() throws Exception {
    boolean there;
    try (Stream<Path> libraries = Files.walk(Path.of("/usr/lib"), 3)) {
      there = libraries.anyMatch(file -> file.endsWith("rsyslog/lmnsd_gtls.so"));
    }
    assumeTrue(there, "Skipped: the Debian package rsyslog-gnutls is not installed.");
    delivered(
        Sink.Transport.TLS,
        """
        global(DefaultNetstreamDriver="gtls" DefaultNetstreamDriverCAFile="%1$s/ca.pem"
          DefaultNetstreamDriverCertFile="%1$s/cert.pem" DefaultNetstreamDriverKeyFile="%1$s/key.pem")
        module(load="imtcp" StreamDriver.Name="gtls" StreamDriver.Mode="1" StreamDriver.AuthMode="anon")
        input(type="imtcp" address="127.0.0.1" port="%2$d")
        """);
  }

  private static void delivered(Sink.Transport transport, String input) throws Exception {
    try (DebianServer server = new DebianServer("rsyslogd", "rsyslog");
        Ground ground = new Ground(Ground.PATIENT)) {
      int port = started(server, transport, input);
      Receiver receiver =
          ground.receivers().of(OtherTrials.syslog("localhost", port, transport)).orElseThrow();
      for (Notice.Status status : List.of(Notice.Status.FIRING, Notice.Status.RESOLVED)) {
        Delivery delivery = receiver.deliver(Notices.of(status), Notices.FIRST);
        assertInstanceOf(Delivery.Taken.class, delivery, delivery.said() + server.log());
      }
      Path out = server.folder().resolve("out");
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> Files.exists(out) && read(out).size() == 2);
      String firing = read(out).get(0);
      assertTrue(firing.startsWith("26~roomwatch~FIRING~room-pc~"), firing);
      assertTrue(firing.contains("~[roomwatch@32473 key=\"" + Notices.KEY + "\" "), firing);
      assertTrue(firing.contains("]~[FIRING] Boardroom 4.12 (berlin): TCP 9090"), firing);
      String resolved = read(out).get(1);
      assertTrue(resolved.startsWith("29~roomwatch~RESOLVED~room-pc~"), resolved);
      assertTrue(resolved.contains("key=\"" + Notices.KEY + "\" "), resolved);
    }
  }

  private static List<String> read(Path out) throws IOException {
    return Files.readAllLines(out);
  }

  private static int started(DebianServer server, Sink.Transport transport, String input)
      throws Exception {
    X509Bundle bundle = Ground.rsa();
    int port = DatagramBench.freePort();
    server
        .file("ca.pem", Ground.AUTHORITY.getCertificatePEM())
        .file("cert.pem", bundle.getCertificatePathPEM())
        .file("key.pem", bundle.getPrivateKeyPEM())
        .file("rsyslog.conf", (input + "\n" + OUTPUT).formatted(server.folder(), port))
        .start(
            "-n",
            "-f",
            server.folder().resolve("rsyslog.conf").toString(),
            "-i",
            server.folder().resolve("pid").toString())
        .awaitUntil(() -> transport == Sink.Transport.UDP ? heard(port) : EximIT.listens(port));
    return port;
  }

  /** Nobody can ask UDP: the kernel lists who is bound. */
  private static boolean heard(int port) {
    try {
      return Files.readString(Path.of("/proc/net/udp"))
          .contains("0100007F:" + "%04X".formatted(port));
    } catch (IOException e) {
      return false;
    }
  }
}
