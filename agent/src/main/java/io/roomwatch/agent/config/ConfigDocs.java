package io.roomwatch.agent.config;

import io.roomwatch.agent.yaml.JsonSchema;
import io.roomwatch.agent.yaml.Page;
import io.roomwatch.agent.yaml.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that is written about roomwatch.yaml, made from the description of its keys. */
public final class ConfigDocs {
  private ConfigDocs() {}

  private static final String HEAD =
      """
      # Roomwatch configuration. Without any file, and with this one as it is, the defaults hold:
      # this machine is the room, the usual cloud is watched, and nobody is told.
      #
      # A '#' directly before a word hides a setting: at its default, or as an example where that is
      # said. Remove the '#' to set it. Then: roomwatch config check
      #
      # Durations: 30s 5m 2h 7d. Every secret also as a file: url_file for url. All keys with their
      # limits: docs/configuration.md, or `roomwatch config schema` for an editor.
      """;

  /** The reference: every key, commented. */
  public static String reference() {
    return HEAD + Template.of(ConfigKeys.CONFIG, Map.of(), Map.of());
  }

  /** The reference, with what was found on this machine filled in. */
  public static String template(Found found) {
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, String> notes = new LinkedHashMap<>();
    values.put("room.name", Template.quoted(found.hostName()));
    if (!found.controllers().isEmpty()) {
      notes.put(
          "room.controllers",
          "Found connected to port 9090 when this file was made; take out what is no controller of"
              + " this room.");
      values.put("room.controllers", "[" + quotedList(found.controllers()) + "]");
    }
    found.proxy().ifPresent(proxy -> notes.put("cloud.proxy", "Found here: " + proxy + "."));
    if (!found.resolvers().isEmpty()) {
      notes.put("cloud.resolvers", "Found here: " + String.join(", ", found.resolvers()) + ".");
    }
    if (found.wifi()) {
      notes.put("checks.local.wifi", "This machine has Wi-Fi.");
    }
    return HEAD + Template.of(ConfigKeys.CONFIG, values, notes);
  }

  private static String quotedList(List<String> words) {
    return String.join(
        ", ", words.stream().map(word -> word.contains(":") ? "'" + word + "'" : word).toList());
  }

  /** JSON Schema as maps and lists. */
  public static Map<String, Object> schema() {
    return JsonSchema.of(ConfigKeys.CONFIG, "Roomwatch configuration");
  }

  /** The reference page, Markdown. */
  public static String page() {
    return PAGE_HEAD + Page.markdown(ConfigKeys.CONFIG) + ports();
  }

  private static String ports() {
    StringBuilder text = new StringBuilder("\n## Port profiles\n\n");
    ZoomPorts ports = ZoomPorts.shipped();
    text.append("Data of ").append(ports.version());
    text.append(
        """
        . *official* is Zoom's own page, by its number; *seed* is the companion guide alone. What is
        found on an informational port never fails the room.

        | profile | port | use | known from | |
        |---|---|---|---|---|
        """);
    ports
        .profiles()
        .forEach((profile, entries) -> entries.forEach(entry -> text.append(row(profile, entry))));
    return text.toString();
  }

  private static String row(String profile, ZoomPorts.Entry entry) {
    return "| `%s` | %s | %s | %s | %s |\n"
        .formatted(
            profile,
            entry.ports(),
            entry.use(),
            entry.provenance(),
            entry.informational() ? "informational" : "");
  }

  private static final String PAGE_HEAD =
      """
      <!-- Made from the descriptions in the code; a test holds it. Rewrite: mvn test -Dtest=ConfigDocsTest -Ddocs.update=true -->

      # Configuration

      Roomwatch needs no configuration: without a file, this machine is the room, the usual cloud is
      watched, the default maintenance schedule runs, and nobody is told. The file is

      - the one named by `--config.file`, which must exist;
      - else `/etc/roomwatch/roomwatch.yaml`, on Windows `%ProgramData%\\Roomwatch\\roomwatch.yaml`, if
        it exists.

      `roomwatch config init` writes a first file from what it finds on this machine, `config check`
      lists every fault in a file at once (`file:line:column: key: what is wrong`, exit code 78),
      `config show` prints what is in force with every default filled in and secrets left out, and
      `config schema` prints a JSON Schema for editors.

      How values are written:

      - YAML in UTF-8, one document, at most 4 MiB. Anchors and aliases work; tags and merge keys
        (`<<`) do not. Unknown keys and keys given twice are errors.
      - **Durations**: a whole number and `ms`, `s`, `m`, `h` or `d`: `30s`, `5m`, `2h`, `7d`.
      - **Nothing** behind a key (`peers:`) is as good as no key; only where a single value with a
        default is expected it is an error.
      - **Paths** are relative to the folder of the file.
      - **Secrets** have a twin that ends in `_file` and names a file with the secret on its only line;
        give one of the two. The file must exist, be readable and not be empty. One that every user
        can read is a warning. `config show` prints `<secret>` in place of a secret.
      - **Environment**: `${NAME}` is replaced in secrets, in URLs of sinks, and in the paths behind
        `_file` keys, such as `${CREDENTIALS_DIRECTORY}/teams.url`. A variable that is not set, or
        empty, is an error. `$${` stands for `${` itself. Everywhere else `${…}` is an error, except in
        the `command` of an `exec` sink, which is taken as it is.
      """;
}
