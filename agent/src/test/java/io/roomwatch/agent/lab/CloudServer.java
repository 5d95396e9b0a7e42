package io.roomwatch.agent.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * The cloud's own servers as a process: HTTPS on 443 for every name (a status page under {@code
 * /api/v2/summary.json}), plain HTTP on 80, an echo on UDP 8801, and a receiver of webhooks on
 * 8080, which keeps them in the file {@code hooks} beside the key store. Arguments: ADDRESS
 * KEYSTORE PLAIN. What they do can be changed by lines on standard input, each answered by {@code
 * done}:
 *
 * <pre>
 *   certificate KEYSTORE
 *   https STATUS | hang
 *   plain redirect | portal | login | 511 | foreign
 *   page operational | incident | outage | critical | maintenance | stale | other | broken
 *   clock SECONDS | off   an NTP server that is wrong by so much
 *   names WHAT | off      a DNS server on port 5353 of DNS, see {@link OddNames}
 * </pre>
 */
final class CloudServer {

  private final ChangingKeys keys;
  private volatile String https = "200";
  private volatile String plain;
  private volatile String page = "operational";
  private final Map<String, DatagramSocket> odd = new HashMap<>();

  private CloudServer(ChangingKeys keys, String plain) {
    this.keys = keys;
    this.plain = plain;
  }

  public static void main(String[] args) throws Exception {
    InetAddress address = InetAddress.getByName(args[0]);
    CloudServer server = new CloudServer(new ChangingKeys(Path.of(args[1])), args[2]);
    server.serve(address);
    server.serveSecure(InetAddress.getByName(Lab.STATUS));
    receive(address, Path.of(args[1]).resolveSibling("hooks"));
    Thread.ofPlatform().daemon().start(() -> echo(address));
    System.out.println("ready");
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ", 2);
      server.change(address, words[0], words[1]);
      System.out.println("done " + line);
    }
    Thread.currentThread().join();
  }

  private void serve(InetAddress address) throws Exception {
    serveSecure(address);
    HttpServer open = HttpServer.create(new InetSocketAddress(address, 80), 0);
    open.createContext("/", this::plain);
    open.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    open.start();
  }

  private void serveSecure(InetAddress address) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.managers(), null, null);
    HttpsServer secure = HttpsServer.create(new InetSocketAddress(address, 443), 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(context));
    secure.createContext("/", this::secure);
    secure.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    secure.start();
  }

  /** Receives webhooks on port 8080 and keeps each as a line: when, for whom, the body. */
  private static void receive(InetAddress address, Path file) throws IOException {
    ObjectMapper json = new ObjectMapper();
    HttpServer hooks = HttpServer.create(new InetSocketAddress(address, 8080), 0);
    hooks.createContext(
        "/",
        exchange -> {
          JsonNode body = json.readTree(exchange.getRequestBody());
          String line =
              json.writeValueAsString(
                  Map.of(
                      "at",
                      Instant.now().toString(),
                      "path",
                      exchange.getRequestURI().getPath(),
                      "body",
                      body));
          Files.writeString(
              file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          answer(exchange, 200, "");
        });
    hooks.start();
  }

  private void change(InetAddress address, String what, String to) throws Exception {
    switch (what) {
      case "certificate" -> keys.show(Path.of(to));
      case "https" -> https = to;
      case "plain" -> plain = to;
      case "page" -> page = to;
      case "clock", "names" -> {
        DatagramSocket before = odd.remove(what);
        if (before != null) {
          before.close();
        }
        if (!to.equals("off")) {
          odd.put(
              what,
              what.equals("clock")
                  ? WrongClock.on(
                      address, Duration.ofMillis((long) (1000 * Double.parseDouble(to))))
                  : OddNames.on(InetAddress.getByName(Lab.DNS), to));
        }
      }
      default -> throw new IllegalArgumentException(what);
    }
  }

  private void secure(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().equals("/api/v2/summary.json")) {
      answer(exchange, 200, StatusPages.page(page, Instant.now()));
    } else if (https.equals("hang")) {
      // Keeps this exchange for ever, and no other.
      new CompletableFuture<Void>().join();
    } else {
      answer(exchange, Integer.parseInt(https), "hello");
    }
  }

  private void plain(HttpExchange exchange) throws IOException {
    String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
    switch (plain) {
      case "login" ->
          answer(
              exchange,
              200,
              """
              <html><head><title>Guest Wi-Fi</title></head><body><form action="/login" method="post">
              <input name="user"><input name="password" type="password"></form></body></html>
              """);
      case "511" -> answer(exchange, 511, "<html><body>Network login required</body></html>");
      case "portal" -> redirect(exchange, "http://portal.hotel.example/login");
      default -> redirect(exchange, "https://" + host + "/");
    }
  }

  private static void redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().set("Location", to);
    answer(exchange, 302, "");
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void echo(InetAddress address) {
    try (DatagramSocket socket = new DatagramSocket(8801, address)) {
      DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
      while (!socket.isClosed()) {
        socket.receive(packet);
        socket.send(packet);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
