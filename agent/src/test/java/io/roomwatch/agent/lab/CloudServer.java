package io.roomwatch.agent.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The cloud's web servers as a process of its own: HTTPS on 443 for every name (a status page under
 * {@code /api/v2/summary.json}), plain HTTP on 80 that redirects to HTTPS or plays a captive
 * portal, and an echo on UDP 8801. Arguments: ADDRESS KEYSTORE redirect|portal.
 */
final class CloudServer {

  static final char[] PASSWORD = "lab".toCharArray();

  private CloudServer() {}

  public static void main(String[] args) throws Exception {
    InetAddress address = InetAddress.getByName(args[0]);
    HttpsServer secure = HttpsServer.create(new InetSocketAddress(address, 443), 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(tls(Path.of(args[1]))));
    secure.createContext("/", CloudServer::secure);
    secure.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    secure.start();
    HttpServer plain = HttpServer.create(new InetSocketAddress(address, 80), 0);
    plain.createContext("/", exchange -> plain(exchange, args[2].equals("portal")));
    plain.start();
    System.out.println("ready");
    echo(new DatagramSocket(8801, address));
  }

  private static SSLContext tls(Path keyStore) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keyStore)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static void secure(HttpExchange exchange) throws IOException {
    String body =
        exchange.getRequestURI().getPath().equals("/api/v2/summary.json")
            ? """
            {"page":{"id":"lab","name":"Zoom","url":"https://www.zoomstatus.com","updated_at":"%s"},
             "status":{"indicator":"none","description":"All Systems Operational"},
             "components":[{"id":"1","name":"Zoom Rooms","status":"operational","group":false}],
             "incidents":[],"scheduled_maintenances":[]}
            """
                .formatted(Instant.now())
            : "hello";
    answer(exchange, 200, body);
  }

  private static void plain(HttpExchange exchange, boolean portal) throws IOException {
    String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
    exchange
        .getResponseHeaders()
        .set("Location", portal ? "http://portal.hotel.example/login" : "https://" + host + "/");
    answer(exchange, 302, "");
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void echo(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
    while (!socket.isClosed()) {
      socket.receive(packet);
      socket.send(packet);
    }
  }
}
