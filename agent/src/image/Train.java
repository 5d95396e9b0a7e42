import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the image's AOT cache (JEP 483, 514): runs the daemon on loopback until every check has
 * looked once, scrapes it, and stops it. Without a cache the image works as well, a little larger
 * and slower to start: whatever fails here is said and the build goes on. Arguments: IMAGE
 * TEMPORARY true|false.
 */
final class Train {

  private static final Pattern SERVED = Pattern.compile("served at (http://[0-9.:]+)");
  private static final int SECONDS = 20;
  private static final String[] PATHS = {
    "/metrics", "/api/v1/status", "/api/v1/events", "/api/v1/schedule", "/api/v1/alerts", "/"
  };

  /** Nothing of this leaves the machine. */
  private static final String CONFIG =
      """
      room: {name: Training}
      cloud:
        hosts: [localhost]
        proxy: none
        ntp: 127.0.0.1
        resolvers: [127.0.0.1]
        status: {url: "http://127.0.0.1:1/", fallback_url: "http://127.0.0.1:1/"}
      checks: {local.gateway: {enabled: false}}
      """;

  private Train() {}

  public static void main(String[] args) throws Exception {
    Path image = Path.of(args[0]);
    Path cache = image.resolve("lib/roomwatch.aot");
    Path log = Path.of(args[1]).resolve("aot-training.log");
    if (!args[2].equals("true")) {
      return;
    }
    Path config = Files.writeString(log.resolveSibling("aot-training.yaml"), CONFIG);
    ProcessBuilder start =
        new ProcessBuilder(
            image.resolve("bin/roomwatch").toString(),
            "run",
            "--config.file",
            config.toString(),
            "--storage.path",
            log.resolveSibling("aot-training-state").toString(),
            "--web.listen-address",
            "127.0.0.1:0");
    start.environment().put("ROOMWATCH_AOT_OUTPUT", cache.toString());
    Process daemon = start.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      use(daemon, log);
      daemon.destroy();
      if (!daemon.waitFor(60, TimeUnit.SECONDS) || !Files.exists(cache)) {
        throw new IOException("no cache came out of it");
      }
    } catch (IOException e) {
      daemon.destroyForcibly();
      Files.deleteIfExists(cache);
      System.err.println("The image has no AOT cache: " + e.getMessage() + ", see " + log);
    }
  }

  private static void use(Process daemon, Path log) throws IOException, InterruptedException {
    String url = "";
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int second = 0; second < SECONDS; second++) {
        if (daemon.waitFor(1, TimeUnit.SECONDS)) {
          throw new IOException("the daemon ended by itself");
        }
        Matcher served = SERVED.matcher(Files.readString(log));
        url = served.find() ? served.group(1) : url;
        for (String path : url.isEmpty() ? new String[0] : PATHS) {
          HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).build();
          client.send(request, BodyHandlers.discarding());
        }
      }
    }
    if (url.isEmpty()) {
      throw new IOException("the daemon did not serve");
    }
  }
}
