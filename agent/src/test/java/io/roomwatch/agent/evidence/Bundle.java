package io.roomwatch.agent.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** A bundle, opened. */
public record Bundle(Map<String, String> parts) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public static Bundle of(Path file) throws IOException {
    return of(Files.readAllBytes(file));
  }

  static Bundle of(Pack pack) throws IOException {
    ByteBuffer zip = pack.zip();
    byte[] bytes = new byte[zip.remaining()];
    zip.get(bytes);
    return of(bytes);
  }

  private static Bundle of(byte[] bytes) throws IOException {
    Map<String, String> parts = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (@Nullable ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        parts.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return new Bundle(parts);
  }

  public List<String> names() {
    return List.copyOf(parts.keySet());
  }

  public String text(String name) {
    return Objects.requireNonNull(parts.get(name), name);
  }

  public JsonNode json(String name) throws IOException {
    return JSON.readTree(text(name));
  }
}
