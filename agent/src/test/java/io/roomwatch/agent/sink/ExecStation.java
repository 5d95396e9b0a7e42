package io.roomwatch.agent.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomwatch.agent.config.Sink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A program, which leaves each message as a file of its own. */
final class ExecStation extends Station {

  /** Each message is a file named by its time and process; what follows is of the fault. */
  private static final String PROGRAM =
      """
      #!/bin/sh
      d=%s
      f=$d/$(date +%%s%%N)-$$
      cat >$f.part
      mv $f.part $f.%s
      [ ! -e $d/kill ] || . $d/kill
      %s
      """;

  private final Path folder;
  private final Sink sink;

  ExecStation(Path folder) throws IOException {
    super(Kind.EXEC);
    this.folder = folder;
    this.sink = at(kind(), address(), "", false);
    suffer(Fault.NONE);
  }

  @Override
  public void suffer(Fault what) throws IOException {
    fault = what;
    Path program = folder.resolve("tell");
    if (what == Fault.REFUSED) {
      Files.delete(program);
      return;
    }
    String end =
        switch (what) {
          case NONE, REFUSED, UNKNOWN_NAME, UNTRUSTED -> "exit 0";
          case BLACKHOLE -> "exec sleep 60";
          case UNAUTHORIZED -> "exit 77";
          case NOT_FOUND -> "exit 127";
          case TOO_MANY, BROKEN -> "exit 75";
          case SLOW_ANSWER -> "printf fi; exec sleep 60";
          case CUT_ANSWER -> "printf fi; exec >&-; exit 0";
          case RESET -> "kill -9 $$";
        };
    boolean refused = isRefusal(what) || what == Fault.RESET;
    // In one step: a program that is being written cannot be started.
    Path next = folder.resolve("tell.next");
    Files.writeString(next, PROGRAM.formatted(folder, refused ? "refused" : "got", end));
    Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rwx------"));
    Files.move(next, program, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void kills(ProcessHandle sender, boolean answered) throws IOException {
    String kill = "kill -9 " + sender.pid();
    Files.writeString(
        folder.resolve("kill"),
        answered ? "(sleep 0.1; " + kill + ") </dev/null >/dev/null 2>&1 &" : kill + "; sleep 5");
  }

  @Override
  public void spares() throws IOException {
    Files.deleteIfExists(folder.resolve("kill"));
  }

  @Override
  public List<Got> got() {
    List<Got> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".got") || name.endsWith(".refused")) {
          document(file)
              .map(
                  json ->
                      new Got(
                          json.at("/status").asText(),
                          json.at("/key").asText(),
                          !name.endsWith(".got")))
              .ifPresent(all::add);
        }
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty when it was cut, for its sender was killed while it wrote. */
  private static Optional<JsonNode> document(Path file) throws IOException {
    try {
      return Optional.of(new ObjectMapper().readTree(file.toFile()))
          .filter(json -> json.has("status"));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  @Override
  public String address() {
    return folder.toString();
  }

  @Override
  Sink sink() {
    return SLOW.contains(fault)
        ? new Sink.Exec(sink.name(), List.of(folder + "/tell"), Duration.ofSeconds(1))
        : sink;
  }
}
