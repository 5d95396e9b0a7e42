package io.roomwatch.agent.sink;

import io.roomwatch.agent.config.Sink;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Syslog over TCP or TLS. */
final class SyslogStation extends Station {

  private static final Pattern DATA = Pattern.compile("key=\"([^\"]+)\" status=\"([^\"]+)\"");

  private final Door door;
  private final Sink sink;

  SyslogStation(Kind kind, Fault plan) throws Exception {
    super(kind);
    door = new Door(plan, kind == Kind.SYSLOG_TLS, this::serve);
    sink = at(kind, address(), door.host(), false);
  }

  private void serve(Socket socket) throws Exception {
    InputStream in = socket.getInputStream();
    StringBuilder length = new StringBuilder();
    for (int next = in.read(); next != ' '; next = in.read()) {
      if (next < 0) {
        throw new EOFException();
      }
      length.append((char) next);
    }
    byte[] frame = in.readNBytes(Integer.parseInt(length.toString()));
    if (frame.length < Integer.parseInt(length.toString())) {
      throw new EOFException("whoever sends it is gone");
    }
    String message = new String(frame, StandardCharsets.UTF_8);
    Fault now = fault;
    readData(this, message);
    if (now == Fault.RESET) {
      HttpTrials.reset(socket);
      return;
    }
    HttpTrials.hang(socket);
    if (now == Fault.BLACKHOLE || now == Fault.SLOW_ANSWER) {
      HttpTrials.silence(socket);
    }
    socket.close();
    answered();
  }

  static void readData(Station station, String message) {
    Matcher data = DATA.matcher(message);
    boolean found = data.find();
    station.read(found ? data.group(2) : message, found ? data.group(1) : message, false);
  }

  @Override
  public void suffer(Fault what) throws Exception {
    fault = what;
    door.suffer(what);
  }

  @Override
  public String address() {
    return String.valueOf(door.port());
  }

  @Override
  Sink sink() {
    return sink;
  }

  @Override
  public void close() throws IOException {
    super.close();
    door.close();
  }
}
