package io.roomwatch.agent;

import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.maintenance.Agenda;
import io.roomwatch.agent.maintenance.Attestations;
import io.roomwatch.agent.maintenance.Silences;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.web.Site;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What people do by the web server: as the commands do it. */
final class Desk implements Site.Desk {

  private final Store store;
  private final InstantSource clock;
  private final Supplier<Config> config;
  private final Supplier<Optional<String>> reload;
  private final Runnable done;

  /**
   * @param config the one in force
   * @param reload see {@link Site.Desk#reload}
   * @param done called when something was kept, so that it takes effect at once
   */
  Desk(
      Store store,
      InstantSource clock,
      Supplier<Config> config,
      Supplier<Optional<String>> reload,
      Runnable done) {
    this.store = store;
    this.clock = clock;
    this.config = config;
    this.reload = reload;
    this.done = done;
  }

  @Override
  public Attestations.Outcome attest(Attestations.Request request) throws StoreException {
    Agenda agenda = Agenda.of(config.get(), ZoneId.systemDefault());
    Attestations.Outcome outcome = new Attestations(store, agenda, clock).attest(request);
    done.run();
    return outcome;
  }

  @Override
  public List<String> silenceable() {
    return config.get().silenceable();
  }

  @Override
  public Silences.Outcome silence(Silences.Request request) throws StoreException {
    Silences.Outcome outcome = new Silences(store, clock).start(request, silenceable());
    done.run();
    return outcome;
  }

  @Override
  public Silences.Outcome endSilence(long id, String by) throws StoreException {
    Silences.Outcome outcome = new Silences(store, clock).end(id, by);
    done.run();
    return outcome;
  }

  @Override
  public Optional<String> reload() {
    return reload.get();
  }
}
