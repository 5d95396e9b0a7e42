package io.roomwatch.agent.journal;

import io.roomwatch.agent.store.StoreException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where the daemon of a state directory serves its status: told at its start, so that commands find
 * it, whatever address and port it was given. It stays when the daemon stops: whoever asks there
 * then gets no answer.
 */
public final class ServedAt {

  private static final String NOTE = "web.urls";

  private ServedAt() {}

  /** Never waits. */
  public static void tell(Recorder recorder, List<URI> urls) {
    recorder.add(
        List.of(),
        new Note(NOTE, urls.stream().map(URI::toString).collect(Collectors.joining(" "))));
  }

  /** Empty when no daemon has told. */
  public static List<URI> of(Journal journal) throws StoreException {
    return journal.note(NOTE).stream()
        .flatMap(told -> Arrays.stream(told.split(" ")))
        .filter(url -> !url.isBlank())
        .map(URI::create)
        .toList();
  }
}
