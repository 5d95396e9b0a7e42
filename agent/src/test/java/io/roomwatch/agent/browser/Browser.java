package io.roomwatch.agent.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One Chromium without a display. Specification: W3C WebDriver, and what chromedriver adds. */
final class Browser implements AutoCloseable {

  static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PORT = Pattern.compile("successfully on port (\\d+)");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process driver;
  private final String url;
  private final String session;

  Browser() throws Exception {
    driver = new ProcessBuilder(DRIVER.toString(), "--port=0").redirectErrorStream(true).start();
    url = "http://127.0.0.1:" + port();
    session = begin();
  }

  private String port() throws IOException {
    BufferedReader said =
        new BufferedReader(new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8));
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      Matcher port = PORT.matcher(line);
      if (port.find()) {
        // Else it would wait for somebody to read what it says.
        Thread.ofVirtual().start(() -> said.lines().forEach(rest -> {}));
        return port.group(1);
      }
    }
    throw new IOException("chromedriver did not start");
  }

  private String begin() throws Exception {
    ObjectNode options = JSON.createObjectNode();
    options
        .putArray("args")
        .add("--headless=new")
        // Tests in containers run as root, where Chromium has no sandbox.
        .add("--no-sandbox")
        .add("--disable-gpu")
        .add("--disable-dev-shm-usage")
        .add("--no-first-run")
        .add("--disable-background-networking")
        .add("--hide-scrollbars");
    ObjectNode wanted = JSON.createObjectNode();
    ObjectNode always = wanted.putObject("capabilities").putObject("alwaysMatch");
    always.put("browserName", "chrome");
    always.set("goog:chromeOptions", options);
    always.putObject("goog:loggingPrefs").put("browser", "ALL");
    return call("POST", "/session", wanted).at("/sessionId").asText();
  }

  void open(String page) throws Exception {
    post("/url", JSON.createObjectNode().put("url", page));
  }

  String title() throws Exception {
    return call("GET", "/session/" + session + "/title", null).asText();
  }

  /** Runs a script and returns what it returns; a promise is waited for. */
  JsonNode script(String script) throws Exception {
    ObjectNode body = JSON.createObjectNode().put("script", script);
    body.putArray("args");
    return post("/execute/sync", body);
  }

  /** What Chrome's own protocol offers beyond WebDriver. */
  JsonNode devtools(String command, Map<String, ?> parameters) throws Exception {
    ObjectNode body = JSON.createObjectNode().put("cmd", command);
    body.set("params", JSON.valueToTree(parameters));
    return post("/goog/cdp/execute", body);
  }

  void look(int width, int height, boolean phone, String scheme) throws Exception {
    devtools(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", phone));
    devtools(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** The whole page as a picture. */
  void picture(Path file) throws Exception {
    JsonNode picture =
        devtools("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(picture.at("/data").asText()));
  }

  /** Presses keys, one after the other, on whatever has the focus. */
  void keys(String... keys) throws Exception {
    ObjectNode body = JSON.createObjectNode();
    ObjectNode source = body.putArray("actions").addObject();
    source.put("type", "key").put("id", "keyboard");
    var actions = source.putArray("actions");
    for (String key : keys) {
      key.codePoints()
          .mapToObj(Character::toString)
          .forEach(
              one -> {
                actions.addObject().put("type", "keyDown").put("value", one);
                actions.addObject().put("type", "keyUp").put("value", one);
              });
    }
    post("/actions", body);
  }

  static final String TAB = "\ue004";
  static final String ENTER = "\ue007";

  /** What the console said since the last time this was asked, from warnings on. */
  List<String> complaints() throws Exception {
    List<String> complaints = new ArrayList<>();
    for (JsonNode entry : post("/se/log", JSON.createObjectNode().put("type", "browser"))) {
      String level = entry.at("/level").asText();
      if (level.equals("SEVERE") || level.equals("WARNING")) {
        complaints.add(level + " " + entry.at("/message").asText());
      }
    }
    return complaints;
  }

  private JsonNode post(String path, JsonNode body) throws Exception {
    return call("POST", "/session/" + session + path, body);
  }

  private JsonNode call(
      String method, String path, @org.jspecify.annotations.Nullable JsonNode body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
    request.method(
        method,
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body.toString()));
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), path + ": " + answer.body());
    return JSON.readTree(answer.body()).at("/value");
  }

  @Override
  public void close() throws IOException {
    try (client) {
      call("DELETE", "/session/" + session, null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      driver.destroy();
    }
  }
}
