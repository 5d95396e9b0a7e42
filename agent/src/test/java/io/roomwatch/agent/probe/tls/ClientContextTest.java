package io.roomwatch.agent.probe.tls;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** What clients of the JDK trust that are given our anchors. */
class ClientContextTest {

  @Test
  void rootsOfBothKindsAreTrustedAndNoOthers() throws Exception {
    X509Bundle ours = TestPki.authority("CN=Of ca_file");
    X509Bundle systems = TestPki.authority("CN=Of the system");
    TrustAnchors anchors =
        TrustAnchors.of(TestPki.certificates(ours), TestPki.certificates(systems));
    assertDoesNotThrow(() -> shake(anchors, TestPki.server().buildIssuedBy(ours), "127.0.0.1"));
    assertDoesNotThrow(() -> shake(anchors, TestPki.server().buildIssuedBy(systems), "127.0.0.1"));
    X509Bundle stranger = TestPki.authority("CN=Stranger");
    assertThrows(
        SSLException.class,
        () -> shake(anchors, TestPki.server().buildIssuedBy(stranger), "127.0.0.1"));
  }

  @Test
  void nameIsCheckedForAClientThatAsksForIt() throws Exception {
    X509Bundle root = TestPki.authority("CN=Root");
    TrustAnchors anchors = TrustAnchors.of(TestPki.certificates(root), List.of());
    assertThrows(
        SSLException.class,
        () -> shake(anchors, TestPki.server().buildIssuedBy(root), "other.test"));
  }

  private static void shake(TrustAnchors anchors, X509Bundle server, String name) throws Exception {
    try (SSLServerSocket listener =
        (SSLServerSocket)
            TestPki.context(server)
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answer(listener));
      try (java.net.Socket plain =
              new java.net.Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
          SSLSocket client =
              (SSLSocket)
                  anchors
                      .clientContext()
                      .getSocketFactory()
                      .createSocket(plain, name, listener.getLocalPort(), true)) {
        SSLParameters parameters = client.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        client.setSSLParameters(parameters);
        client.startHandshake();
      }
    }
  }

  private static void answer(SSLServerSocket listener) {
    try (SSLSocket socket = (SSLSocket) listener.accept()) {
      socket.startHandshake();
      socket.getInputStream().read();
    } catch (IOException e) {
      // The client says what was wrong.
    }
  }
}
