package io.roomwatch.agent.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomwatch.agent.diagnosis.Asked;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.sink.Redaction;
import io.roomwatch.agent.web.EventsJson;
import io.roomwatch.agent.yaml.Document;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The bundle: a zip with every {@link Part}, without secrets, under {@value #MOST_BYTES} bytes.
 * What does not fit is the oldest of the journal, and the bundle says how much of it.
 */
public final class Pack {

  /** What mail and ticket systems take without asking. */
  public static final int MOST_BYTES = 2_000_000;

  /** For the page, the manifest and the frame of the zip, which tell how much was left out. */
  private static final int RESERVED = 120_000;

  private final byte[] zip;
  private final List<String> remarks;

  private Pack(byte[] zip, List<String> remarks) {
    this.zip = zip;
    this.remarks = List.copyOf(remarks);
  }

  /** The file, to be read. */
  public ByteBuffer zip() {
    return ByteBuffer.wrap(zip).asReadOnlyBuffer();
  }

  /** What was left out or is missing, a sentence each. */
  public List<String> remarks() {
    return remarks;
  }

  /** Takes out what is secret and puts together what is left. */
  public static Pack of(Evidence found) {
    try {
      return new Packing(clean(found)).pack();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  /** {@code roomwatch-evidence-boardroom-4-12-20261120T100000Z.zip}. */
  public static String name(Evidence.Occasion occasion, String room) {
    String plain =
        room.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String cut = plain.length() > 40 ? plain.substring(0, 40).replaceAll("-$", "") : plain;
    return "roomwatch-evidence-"
        + (cut.isEmpty() ? "room" : cut)
        + "-"
        + Times.name(occasion.at())
        + ".zip";
  }

  /** Every text goes through here; nothing goes past. */
  @SuppressWarnings("unchecked") // Maps stay maps.
  private static Evidence clean(Evidence found) {
    Scrub scrub = new Scrub(Redaction.of(found.setup().config()));
    Evidence.Occasion occasion = found.occasion();
    Asked asked = occasion.asked();
    Sight sight = found.sight();
    Evidence.Past past = found.past();
    Evidence.Versions versions = found.versions();
    return new Evidence(
        new Evidence.Occasion(
            occasion.at(),
            occasion.zone(),
            occasion.from(),
            new Asked(
                asked.code().map(scrub::text), asked.shownIp(), asked.screen(), asked.doing())),
        new Evidence.Setup(
            found.setup().config(),
            scrub.room(found.setup().room()),
            (Map<String, Object>) scrub.plain(found.setup().effective())),
        new Sight(
            scrub.document(sight.status()),
            sight.phases().stream()
                .map(each -> new Sight.Phases(scrub.text(each.check()), each.at(), each.seconds()))
                .toList(),
            scrub.text(sight.from()),
            sight.remembered()),
        new Evidence.Past(
            scrub.excerpt(past.journal()),
            scrub.excerpt(past.changes()),
            past.unread().map(scrub::text)),
        scrub.document(found.facts()),
        new Evidence.Versions(
            scrub.text(versions.agent()),
            scrub.text(versions.revision()),
            scrub.text(versions.java()),
            scrub.text(versions.system())));
  }

  /** The parts of one bundle on their way. */
  private static final class Packing {

    private final Evidence evidence;
    private final Map<Part, byte[]> parts = new EnumMap<>(Part.class);
    private final List<String> remarks = new ArrayList<>();

    /** What of the journal goes in: written when the zip is, for it may be larger than memory. */
    private List<Event> journal = List.of();

    private long journalBytes;

    Packing(Evidence evidence) {
      this.evidence = evidence;
    }

    Pack pack() throws IOException {
      List<Field> fields = Fields.of(evidence);
      put(Part.FIELDS, Json.write(Fields.json(fields)));
      put(Part.FIELDS_TEXT, Fields.text(fields));
      put(Part.STATUS, Json.write(evidence.sight().status()));
      put(Part.CHANGES, EventsJson.of(evidence.past().changes().events()));
      put(Part.PHASES, Json.write(phases()));
      put(Part.FACTS, Json.write(evidence.facts()));
      put(Part.CONFIG, Document.write(evidence.setup().effective()));
      put(Part.VERSIONS, Json.write(versions()));
      if (evidence.sight().status().isMissingNode()) {
        remarks.add("status.json is null: " + evidence.sight().from());
      }
      evidence.past().unread().ifPresent(why -> remarks.add("There is no journal: " + why));
      if (evidence.past().changes().older()) {
        remarks.add(
            "There are more than "
                + evidence.past().changes().events().size()
                + " changes: older ones are not in changes.json.");
      }
      Counting others = new Counting();
      zip(others);
      journal = fitting(MOST_BYTES - RESERVED - others.bytes);
      Counting plain = new Counting();
      write(journal, plain);
      journalBytes = plain.bytes;
      put(Part.SUMMARY, SummaryPage.of(evidence, fields, journal, remarks));
      put(Part.MANIFEST, Json.write(manifest()));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 * 1024);
      zip(bytes);
      byte[] zip = bytes.toByteArray();
      if (zip.length > MOST_BYTES) {
        remarks.add(
            "The bundle takes "
                + zip.length
                + " bytes, more than "
                + MOST_BYTES
                + ", although all of the journal was left out: the rest is that large.");
      }
      return new Pack(zip, remarks);
    }

    private void put(Part part, String text) {
      parts.put(part, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The newest events that fit; says what did not. */
    private List<Event> fitting(long room) throws IOException {
      List<Event> all = evidence.past().journal().events();
      int count = all.size();
      while (count > 0) {
        long size = deflated(all.subList(all.size() - count, all.size()));
        if (size <= room) {
          break;
        }
        count = Math.max(0, Math.min(count - 1, (int) (count * 0.97 * Math.max(0, room) / size)));
      }
      if (count < all.size()) {
        remarks.add(
            "The "
                + (all.size() - count)
                + " oldest of "
                + all.size()
                + " events were left out of journal.json: a bundle stays under "
                + MOST_BYTES
                + " bytes. It begins "
                + (count == 0 ? "nowhere" : all.get(all.size() - count).at())
                + ".");
      }
      if (evidence.past().journal().older()) {
        remarks.add(
            "The window has more than "
                + all.size()
                + " events: older ones were not read. A shorter --since leaves none out.");
      }
      return all.subList(all.size() - count, all.size());
    }

    /** Leaves {@code out} open. */
    private static void write(List<Event> events, OutputStream out) throws IOException {
      Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
      EventsJson.write(events, writer);
      writer.flush();
    }

    private static long deflated(List<Event> events) throws IOException {
      Counting counting = new Counting();
      try (DeflaterOutputStream out = new DeflaterOutputStream(counting)) {
        write(events, out);
      }
      return counting.bytes;
    }

    private void zip(OutputStream out) throws IOException {
      try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
        for (Part part : Part.values()) {
          ZipEntry entry = new ZipEntry(part.file());
          entry.setTime(evidence.occasion().at().toEpochMilli());
          zip.putNextEntry(entry);
          if (part == Part.JOURNAL) {
            write(journal, zip);
          } else if (parts.containsKey(part)) {
            zip.write(parts.get(part));
          }
          zip.closeEntry();
        }
      }
    }

    private JsonNode phases() {
      ArrayNode all = JsonNodeFactory.instance.arrayNode();
      for (Sight.Phases look : evidence.sight().phases()) {
        ObjectNode node = all.addObject();
        node.put("check", look.check());
        look.at().ifPresentOrElse(at -> node.put("at", at.toString()), () -> node.putNull("at"));
        ObjectNode seconds = node.putObject("seconds");
        look.seconds().forEach(seconds::put);
      }
      return all;
    }

    private JsonNode versions() {
      Evidence.Versions versions = evidence.versions();
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("roomwatch", versions.agent());
      node.put("revision", versions.revision());
      JsonNode daemon = evidence.sight().status().path("agent").path("version");
      node.set(
          "daemon", evidence.sight().remembered() ? daemon : JsonNodeFactory.instance.nullNode());
      node.put("java", versions.java());
      node.put("system", versions.system());
      ZoomRoomsFound.version(evidence.facts())
          .ifPresentOrElse(
              version -> node.put("zoom_rooms", version),
              () ->
                  node.putNull("zoom_rooms")
                      .put("zoom_rooms_why", ZoomRoomsFound.whyNone(evidence.facts())));
      return node;
    }

    private JsonNode manifest() {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("made", evidence.occasion().at().toString());
      node.put("by", "roomwatch " + evidence.versions().agent());
      node.put("journal_from", evidence.occasion().from().toString());
      node.put("status_from", evidence.sight().from());
      ArrayNode all = node.putArray("parts");
      for (Part part : Part.values()) {
        ObjectNode one = all.addObject().put("file", part.file()).put("what", part.what());
        if (part == Part.JOURNAL) {
          one.put("bytes", journalBytes);
        } else if (parts.containsKey(part)) {
          one.put("bytes", parts.get(part).length);
        }
      }
      ArrayNode said = node.putArray("remarks");
      remarks.forEach(said::add);
      return node;
    }
  }

  /** Keeps nothing. */
  private static final class Counting extends OutputStream {

    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      bytes += length;
    }
  }
}
