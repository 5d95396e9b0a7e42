import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes the image's AOT cache (JEP 483, 514): runs the daemon on loopback until every check has
 * looked once, scrapes it, and stops it. Without a cache the image works as well, a little larger
 * and slower to start: whatever fails here is said and the build goes on. Arguments: IMAGE
 * TEMPORARY true|false.
 */
final class Train {

  private static final Pattern SERVED = Pattern.compile("served at (http://[0-9.:]+)");
  private static final int SECONDS = 20;
  private static final Path INSTALLED = Path.of("/usr/lib/roomwatch");
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
    Path log = Path.of(args[1]).resolve("aot-training.log");
    if (!args[2].equals("true")) {
      return;
    }
    Path config = Files.writeString(log.resolveSibling("aot-training.yaml"), CONFIG);
    List<String> command = launcher(image, Path.of(args[1]));
    command.addAll(
        List.of(
            "run",
            "--config.file",
            config.toString(),
            "--storage.path",
            log.resolveSibling("aot-training-state").toString(),
            "--web.listen-address",
            "127.0.0.1:0"));
    ProcessBuilder start = new ProcessBuilder(command);
    start.environment().put("ROOMWATCH_AOT", "write");
    Process daemon = start.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      use(daemon, log);
      daemon.destroy();
      if (!daemon.waitFor(60, TimeUnit.SECONDS) || daemon.exitValue() != 0) {
        throw new IOException("the daemon did not end well");
      }
      if (caches(image).size() != 1) {
        throw new IOException("no cache came out of it");
      }
    } catch (IOException e) {
      daemon.destroyForcibly().waitFor();
      for (Path cache : caches(image)) {
        Files.delete(cache);
      }
      System.err.println("The image has no AOT cache: " + e.getMessage() + ", see " + log);
    }
  }

  private static List<Path> caches(Path image) throws IOException {
    try (Stream<Path> files = Files.list(image.resolve("lib"))) {
      return files.filter(file -> file.toString().endsWith(".aot")).toList();
    }
  }

  /**
   * The image's launcher, at the place where packages install it: in a mount namespace of its own,
   * so that nothing of that is seen outside. Where that cannot be, at its own place: the JVM also
   * takes a cache that was made elsewhere.
   */
  private static List<String> launcher(Path image, Path temporary) throws Exception {
    Path above = temporary.resolve("aot-above");
    Files.createDirectories(above.resolve(INSTALLED.getFileName()));
    String mounts =
        "mount -t overlay overlay -o 'lowerdir=%s:%s' %s && mount --bind '%s' %s"
            .formatted(
                above.toRealPath(),
                INSTALLED.getParent(),
                INSTALLED.getParent(),
                image.toRealPath(),
                INSTALLED);
    List<String> unshare = new ArrayList<>(List.of("unshare", "--mount", "--propagation=private"));
    if (!"root".equals(System.getProperty("user.name"))) {
      unshare.addAll(List.of("--user", "--map-root-user"));
    }
    unshare.addAll(List.of("sh", "-c", mounts + " && exec \"$@\"", "sh"));
    List<String> attempt = new ArrayList<>(unshare);
    attempt.add("true");
    try {
      if (new ProcessBuilder(attempt).start().waitFor() == 0) {
        unshare.add(INSTALLED.resolve("bin/roomwatch").toString());
        return unshare;
      }
    } catch (IOException e) {
      // No unshare on this system.
    }
    return new ArrayList<>(List.of(image.resolve("bin/roomwatch").toString()));
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
