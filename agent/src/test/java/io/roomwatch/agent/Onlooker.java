package io.roomwatch.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs commands of the program in one process that stays, so that a lab of many looks starts one
 * JVM: each line of standard input is {@code {"args":[…],"env":{…}}}, its answer one line {@code
 * {"code":…,"out":…,"err":…}}. Each command is composed anew, as in a process of its own.
 */
public final class Onlooker {
  private Onlooker() {}

  public static void main(String[] args) throws Exception {
    // As Main does.
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
    ObjectMapper json = new ObjectMapper();
    System.out.println("ready");
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode asked = json.readTree(line);
      String[] arguments = json.convertValue(asked.get("args"), String[].class);
      Map<String, String> environment = new HashMap<>();
      asked
          .get("env")
          .properties()
          .forEach(e -> environment.put(e.getKey(), e.getValue().asText()));
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      int code =
          Main.run(
              () -> new Composition(environment),
              arguments,
              new PrintWriter(out, true),
              new PrintWriter(err, true));
      System.out.println(
          json.writeValueAsString(
              Map.of(
                  "code", code, "out", out.toString(), "err", err.toString(), "args", List.of())));
    }
    System.exit(0);
  }
}
