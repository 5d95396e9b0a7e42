package io.roomwatch.agent.fleet;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * Made-up rooms of several sites behind one HTTP and one HTTPS server on loopback: each is a path
 * of its own there, as its target in the files that {@link #write} leaves says.
 */
final class MadeUpFleet implements AutoCloseable {

  static final List<String> SITES = List.of("berlin", "lisbon", "oslo", "osaka", "st. john's");

  /** Hard to quote, and has everything that a room can have. */
  static final String ODD = "Director's \"Room\" (4.12) + annex";

  /** Its agents have a door. */
  static final String BEHIND_TLS = "lisbon";

  static final String PASSWORD = "correct horse";

  /** The first is of the room with the odd name. */
  private static final Story[] EVERY_STORY = {
    Story.FILTERED,
    Story.NO_CONTROLLER,
    Story.APP_DOWN,
    Story.NO_DNS,
    Story.INCIDENT,
    Story.WEAK_WIFI,
    Story.STARTING,
    Story.DARK
  };

  private final List<MadeUpRoom> rooms = new ArrayList<>();
  private final Map<MadeUpRoom, Optional<byte[]>> pages = new ConcurrentHashMap<>();
  private final ExecutorService executor = Executors.newFixedThreadPool(4);
  private final ScheduledExecutorService painter = Executors.newSingleThreadScheduledExecutor();
  private final HttpServer plain;
  private final HttpsServer door;
  private final X509Bundle certificate;

  MadeUpFleet(int size, long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < size; i++) {
      String site = SITES.get(i % SITES.size());
      String name = i == 0 ? ODD : "Room " + (i / SITES.size() + 1);
      Story story = i < EVERY_STORY.length ? EVERY_STORY[i] : drawn(random);
      rooms.add(new MadeUpRoom(site, name, story, random.nextLong()));
    }
    certificate =
        new CertificateBuilder()
            .subject("CN=made-up")
            .addSanIpAddress("127.0.0.1")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    // A scrape gets the newest page there is: on a busy machine it must not wait for 200 others.
    repaint();
    painter.scheduleWithFixedDelay(this::repaint, 1, 1, TimeUnit.SECONDS);
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    plain = HttpServer.create(loopback, 0);
    door = HttpsServer.create(loopback, 0);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(certificate.toKeyManagerFactory().getKeyManagers(), null, null);
    door.setHttpsConfigurator(new HttpsConfigurator(tls));
    served(plain);
    served(door)
        .setAuthenticator(
            new BasicAuthenticator("roomwatch") {
              @Override
              public boolean checkCredentials(String user, String password) {
                return user.equals("prometheus") && password.equals(PASSWORD);
              }
            });
  }

  private HttpContext served(HttpServer server) {
    HttpContext context = server.createContext("/", this::answer);
    server.setExecutor(executor);
    server.start();
    return context;
  }

  /** Most are well: few at a site, and far from a fifth of all, are down. */
  private static Story drawn(Random random) {
    return random.nextInt(100) < 95 ? Story.WELL : EVERY_STORY[random.nextInt(EVERY_STORY.length)];
  }

  private void repaint() {
    for (MadeUpRoom room : rooms) {
      pages.put(room, room.page());
    }
  }

  List<MadeUpRoom> rooms() {
    return rooms;
  }

  List<MadeUpRoom> rooms(String site) {
    return rooms.stream().filter(room -> room.room().site().equals(site)).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().split("/", -1);
      Optional<byte[]> page =
          pages.getOrDefault(rooms.get(Integer.parseInt(path[1])), Optional.empty());
      if (page.isEmpty()) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.sendResponseHeaders(200, page.get().length);
      exchange.getResponseBody().write(page.get());
    }
  }

  /** The files that the packaged configuration names. */
  void write(Path folder) throws IOException {
    Files.writeString(folder.resolve("roomwatch.password"), PASSWORD);
    Files.writeString(folder.resolve("roomwatch-ca.pem"), certificate.getCertificatePEM());
    for (String site : SITES) {
      boolean tls = site.equals(BEHIND_TLS);
      StringBuilder file = new StringBuilder();
      for (MadeUpRoom room : rooms(site)) {
        file.append(
            """
            - targets: ["127.0.0.1:%d"]
              labels: {site: "%s", room: '%s', __metrics_path__: /%d/metrics}
            """
                .formatted(
                    (tls ? door : plain).getAddress().getPort(),
                    site,
                    room.room().name().replace("'", "''"),
                    rooms.indexOf(room)));
      }
      Path target = folder.resolve(tls ? "rooms-tls" : "rooms");
      Files.createDirectories(target);
      Files.writeString(target.resolve(site.replaceAll("\\W", "") + ".yml"), file);
    }
  }

  @Override
  public void close() {
    plain.stop(0);
    door.stop(0);
    painter.shutdownNow();
    executor.shutdownNow();
    rooms.forEach(MadeUpRoom::close);
  }
}
