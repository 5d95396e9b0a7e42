package io.roomwatch.agent.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand scrapes a minute beside 500 connections that dribble in a byte now and then. For 12
 * seconds, or {@code -Dcrowd.seconds}: {@code src/bench/crowd} takes a minute.
 */
class CrowdIT {

  private static final int SLOW = 500;
  private static final int SCRAPES_A_MINUTE = 1_000;
  private static final int SECONDS = Integer.getInteger("crowd.seconds", 12);

  @TempDir private Path folder;

  @Test
  void everyScrapeIsAnsweredAndNoCheckIsMissed() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger opened = new AtomicInteger();
    Path config = Files.writeString(folder.resolve("quiet.yaml"), Daemon.quiet("Crowded"));
    try (Daemon daemon = new Daemon("--config.file", config.toString());
        ExecutorService dribblers = Executors.newVirtualThreadPerTaskExecutor();
        ScheduledExecutorService beat = Executors.newSingleThreadScheduledExecutor();
        HttpClient client = HttpClient.newHttpClient()) {
      int port = URI.create(daemon.url()).getPort();
      for (int i = 0; i < SLOW; i++) {
        dribblers.execute(() -> dribble(port, over, opened, beat));
      }
      int count = SECONDS * SCRAPES_A_MINUTE / 60;
      List<CompletableFuture<HttpResponse<String>>> scrapes = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        CompletableFuture<HttpResponse<String>> scrape = new CompletableFuture<>();
        scrapes.add(scrape);
        var unused =
            beat.schedule(
                () -> {
                  HttpRequest request =
                      HttpRequest.newBuilder(URI.create(daemon.url() + "/metrics"))
                          .timeout(Duration.ofSeconds(10))
                          .build();
                  CompletableFuture<?> unusedAnswer =
                      client
                          .sendAsync(request, BodyHandlers.ofString())
                          .whenComplete(
                              (answer, fault) -> {
                                if (fault == null) {
                                  scrape.complete(answer);
                                } else {
                                  scrape.completeExceptionally(fault);
                                }
                              });
                },
                i * 60_000L / SCRAPES_A_MINUTE,
                TimeUnit.MILLISECONDS);
      }
      String last = "";
      for (CompletableFuture<HttpResponse<String>> scrape : scrapes) {
        HttpResponse<String> answer = scrape.get(SECONDS + 30, TimeUnit.SECONDS);
        assertEquals(200, answer.statusCode());
        last = answer.body();
      }
      over.set(true);
      System.out.println(
          count + " scrapes answered beside " + opened + " connections that dribbled");
      assertTrue(opened.get() >= SLOW, opened + " were opened");
      assertEquals(0.0, value(last, "roomwatch_scheduler_missed_total"), last);
      assertEquals(0.0, value(last, "roomwatch_scheduler_gave_up_total"), last);
      assertEquals(0.0, value(last, "roomwatch_scheduler_stalled"), last);
    }
  }

  /** Sends one byte a second of a request that never ends, and comes again when it is cut off. */
  private static void dribble(
      int port, AtomicBoolean over, AtomicInteger opened, ScheduledExecutorService beat) {
    while (!over.get()) {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        opened.incrementAndGet();
        socket
            .getOutputStream()
            .write("GET / HTTP/1.1\r\nHost: localhost\r\nX: ".getBytes(StandardCharsets.US_ASCII));
        while (!over.get()) {
          CompletableFuture<Void> second = new CompletableFuture<>();
          var unused = beat.schedule(() -> second.complete(null), 1, TimeUnit.SECONDS);
          second.get(10, TimeUnit.SECONDS);
          socket.getOutputStream().write('y');
        }
      } catch (IOException e) {
        // Cut off, as it should be.
      } catch (Exception e) {
        return;
      }
    }
  }

  private static double value(String page, String name) {
    return page.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }
}
