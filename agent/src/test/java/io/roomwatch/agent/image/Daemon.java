package io.roomwatch.agent.image;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The image's daemon on a free port. */
final class Daemon implements AutoCloseable {

  private static final Pattern SERVED = Pattern.compile("served at (http://\\S+?)\"?$");

  private final Process process;
  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final String url;

  /** Made for this daemon and removed with it; empty when the test named one. */
  private Optional<Path> state = Optional.empty();

  /**
   * A configuration whose packets stay on this machine: nothing listens there, so every check has
   * something to say.
   */
  static String quiet(String room) {
    return """
    room: {name: %s}
    cloud: {hosts: [localhost], proxy: none, ntp: 127.0.0.1, resolvers: [127.0.0.1], status: {url: "http://127.0.0.1:1/", fallback_url: "http://127.0.0.1:1/"}}
    checks: {local.gateway: {enabled: false}}
    """
        .formatted(room);
  }

  static Path image() {
    return Path.of(System.getProperty("roomwatch.image", "target/roomwatch"));
  }

  static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(image().resolve("bin/roomwatch").toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  Daemon(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("run", "--web.listen-address", "127.0.0.1:0"));
    all.addAll(List.of(arguments));
    if (!all.contains("--storage.path")) {
      state = Optional.of(Files.createTempDirectory("roomwatch-state"));
      all.addAll(List.of("--storage.path", state.get().toString()));
    }
    process = start(all.toArray(String[]::new));
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String found = "";
    for (String line = reader.readLine();
        line != null && found.isEmpty();
        line = found.isEmpty() ? reader.readLine() : line) {
      log.add(line);
      Matcher served = SERVED.matcher(line);
      found = served.find() ? served.group(1) : "";
    }
    if (found.isEmpty()) {
      throw new IOException("the daemon did not start: " + log);
    }
    url = found;
    Thread.ofVirtual().start(() -> reader.lines().forEach(log::add));
  }

  String url() {
    return url;
  }

  String log() {
    return String.join("\n", log);
  }

  long pid() {
    return process.pid();
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid())).inheritIO().start().waitFor();
  }

  int stop() throws IOException, InterruptedException {
    signal("TERM");
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new IOException("the daemon did not stop: " + log());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    client.close();
    process.onExit().join();
    state.ifPresent(Daemon::delete);
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
