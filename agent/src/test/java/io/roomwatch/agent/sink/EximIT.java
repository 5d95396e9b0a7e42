package io.roomwatch.agent.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.pkitesting.X509Bundle;
import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.config.Secret;
import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.probe.DatagramBench;
import io.roomwatch.agent.probe.DebianServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Debian's Exim takes the mail over STARTTLS, from a sender who logged in. */
class EximIT {

  private static final String PASSWORD = "correct horse";

  @Test
  void mailIsTakenOverStartTlsWithALogin() throws Exception {
    try (DebianServer server = new DebianServer("exim4", "exim4-daemon-light");
        Ground ground = new Ground(Ground.PATIENT)) {
      int port = started(server);
      Receiver receiver = ground.receivers().of(sink(port, PASSWORD)).orElseThrow();
      for (Notice.Status status : List.of(Notice.Status.FIRING, Notice.Status.RESOLVED)) {
        Delivery delivery = receiver.deliver(Notices.of(status), Notices.FIRST);
        assertInstanceOf(Delivery.Taken.class, delivery, delivery.said());
      }
      Path box = server.folder().resolve("spool").resolve("box");
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> Files.exists(box) && Files.readString(box).contains("[RESOLVED]"));
      String mails = Files.readString(box).replaceAll("\n[ \t]+", " ");
      assertTrue(mails.contains("Subject: [FIRING] Boardroom 4.12 (berlin): TCP 9090"), mails);
      String first = mails.replaceAll("(?s).*?\nMessage-ID: (<[^>]*\\.firing@[^>]*>).*", "$1");
      assertTrue(mails.contains("\nIn-Reply-To: " + first + "\n"), mails);
      String log = Files.readString(server.folder().resolve("mainlog"));
      assertTrue(log.contains("P=esmtpsa X=TLS1.") && log.contains("A=plain:ada"), log);
    }
  }

  @Test
  void wrongPasswordIsRefusedForGoodAndNotTold() throws Exception {
    try (DebianServer server = new DebianServer("exim4", "exim4-daemon-light");
        Ground ground = new Ground(Ground.PATIENT)) {
      int port = started(server);
      Delivery delivery =
          ground
              .receivers()
              .of(sink(port, "battery staple"))
              .orElseThrow()
              .deliver(Notices.firing(), Notices.FIRST);
      assertEquals(
          new Delivery.Rejected(
              "localhost:"
                  + port
                  + ": it refuses the login; check user and password (Microsoft 365 and Google"
                  + " want SMTP AUTH switched on and an app password). It says: 535 Incorrect"
                  + " authentication data"),
          delivery);
    }
  }

  private static Sink.Email sink(int port, String password) {
    return new Sink.Email(
        "mail",
        new Sink.MailServer(
            new Cloud.HostPort("localhost", port),
            Sink.Encryption.STARTTLS,
            Optional.of(new Cloud.Login("ada", new Secret(password)))),
        "roomwatch@example.com",
        List.of("av@example.com"));
  }

  private static int started(DebianServer server) throws Exception {
    assumeTrue(
        "root".equals(System.getProperty("user.name")),
        "Skipped: Exim takes a configuration of ours from root only.");
    X509Bundle bundle = Ground.rsa();
    Path folder = server.folder();
    // Exim leaves root behind and must still read and write here.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    server
        .file("cert.pem", bundle.getCertificatePathPEM())
        .file("key.pem", bundle.getPrivateKeyPEM())
        .file(
            "exim.conf",
            """
            primary_hostname = mail.test
            spool_directory = %1$s/spool
            log_file_path = %1$s/%%slog
            keep_environment =
            host_lookup =
            tls_advertise_hosts = *
            tls_certificate = %1$s/cert.pem
            tls_privatekey = %1$s/key.pem
            auth_advertise_hosts = ${if eq{$tls_in_cipher}{}{}{*}}
            acl_smtp_rcpt = known
            begin acl
            known:
              deny message = authenticate first
                   !authenticated = *
              accept
            begin routers
            local:
              driver = accept
              transport = box
            begin transports
            box:
              driver = appendfile
              file = %1$s/spool/box
              user = Debian-exim
              group = Debian-exim
            begin authenticators
            plain:
              driver = plaintext
              public_name = PLAIN
              server_prompts = :
              server_condition = ${if and{{eq{$auth2}{ada}}{eq{$auth3}{%2$s}}}}
              server_set_id = $auth2
            """
                .formatted(folder, PASSWORD));
    int port = DatagramBench.freePort();
    server
        .start(
            "-C",
            folder.resolve("exim.conf").toString(),
            "-bdf",
            "-oX",
            "127.0.0.1." + port,
            "-oP",
            folder.resolve("pid").toString())
        .awaitUntil(() -> listens(port));
    return port;
  }

  static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
