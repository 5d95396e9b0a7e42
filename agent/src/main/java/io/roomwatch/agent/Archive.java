package io.roomwatch.agent;

import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.journal.Histories;
import io.roomwatch.agent.journal.History;
import io.roomwatch.agent.journal.Journal;
import io.roomwatch.agent.maintenance.Attestations;
import io.roomwatch.agent.maintenance.Silence;
import io.roomwatch.agent.maintenance.Silences;
import io.roomwatch.agent.maintenance.duty.BaselineState;
import io.roomwatch.agent.outbox.Entry;
import io.roomwatch.agent.outbox.Outbox;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.web.Site;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** What the web server shows of what is kept. */
final class Archive implements Site.Records {

  private final Store store;
  private final Journal journal;
  private final Histories histories;
  private final Silences silences;
  private final Outbox outbox;
  private final InstantSource clock;

  Archive(Store store, InstantSource clock) {
    this.store = store;
    this.journal = new Journal(store);
    this.histories = new Histories(journal);
    this.silences = new Silences(store, clock);
    this.outbox = new Outbox(store, Journal::write, clock);
    this.clock = clock;
  }

  @Override
  public List<Event> events(Duration since, int most) throws StoreException {
    Instant from = clock.instant().minus(since);
    return journal.between(from, Journal.END_OF_TIME, most);
  }

  @Override
  public History history(Duration length) throws StoreException {
    return histories.before(clock.instant(), length);
  }

  @Override
  public List<Silence> silences() throws StoreException {
    return silences.active();
  }

  @Override
  public Site.Mail mail(int most) throws StoreException {
    return new Site.Mail(
        outbox.pending(),
        outbox.newest(Entry.Status.PARKED, most),
        outbox.newest(Entry.Status.DELIVERED, most));
  }

  @Override
  public List<BaselineState> offers(String item) throws StoreException {
    return Attestations.offers(store, item);
  }
}
