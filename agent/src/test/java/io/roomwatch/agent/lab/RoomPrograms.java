package io.roomwatch.agent.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Programs of the room as processes: one that has port 9090, under whatever name, and a controller;
 * also one that speaks no TLS. They are Perl, copied to a file of that name: the agent tells
 * programs by their file.
 */
final class RoomPrograms {

  /**
   * Arguments: ADDRESS MODE. hold keeps connections, reset and close break them after accepting,
   * full never accepts and has no place left, none does not listen.
   */
  private static final String LISTENER =
      """
      use strict; use IO::Socket::INET; use IO::Select; use Socket;
      $| = 1; $SIG{PIPE} = 'IGNORE';
      my ($address, $mode) = @ARGV;
      if ($mode eq 'none') { print "ready\\n"; sleep 1 while 1; }
      my $listener = IO::Socket::INET->new(Proto => 'tcp', LocalAddr => $address, LocalPort => 9090,
          Listen => $mode eq 'full' ? 1 : 50, ReuseAddr => 1) or die "cannot listen: $!";
      my @kept;
      if ($mode eq 'full') {
        for (1 .. 4) {
          push @kept, IO::Socket::INET->new(PeerAddr => $address, PeerPort => 9090, Blocking => 0);
        }
      }
      print "ready\\n";
      if ($mode eq 'full') { sleep 1 while 1; }
      my $all = IO::Select->new($listener);
      while (1) {
        for my $ready ($all->can_read) {
          if ($ready == $listener) {
            my $peer = $listener->accept or next;
            if ($mode eq 'reset') { setsockopt($peer, SOL_SOCKET, SO_LINGER, pack('ii', 1, 0)); }
            if ($mode eq 'hold') { $all->add($peer); } else { close $peer; }
          } elsif (!sysread($ready, my $data, 4096)) {
            $all->remove($ready); close $ready;
          }
        }
      }
      """;

  /** Arguments: ADDRESS. Keeps a connection to port 9090 there, and comes back when it ends. */
  private static final String CONTROLLER =
      """
      use strict; use IO::Socket::INET;
      $| = 1;
      print "ready\\n";
      while (1) {
        my $room = IO::Socket::INET->new(PeerAddr => $ARGV[0], PeerPort => 9090, Timeout => 1);
        if ($room) {
          1 while sysread($room, my $data, 4096);
        }
        select undef, undef, undef, 0.1;
      }
      """;

  /** Arguments: PORT LINE. */
  private static final String GREETER =
      """
      use strict; use IO::Socket::INET;
      $| = 1;
      my $listener = IO::Socket::INET->new(Proto => 'tcp', LocalPort => $ARGV[0], Listen => 50,
          ReuseAddr => 1) or die "cannot listen: $!";
      print "ready\\n";
      my @kept;
      while (my $peer = $listener->accept) {
        syswrite $peer, "$ARGV[1]\\r\\n";
        push @kept, $peer;
      }
      """;

  private final Lab lab;

  RoomPrograms(Lab lab) throws IOException {
    this.lab = lab;
    Files.writeString(lab.folder().resolve("listener.pl"), LISTENER);
    Files.writeString(lab.folder().resolve("controller.pl"), CONTROLLER);
    Files.writeString(lab.folder().resolve("greeter.pl"), GREETER);
  }

  /** A program of this name on a host; see the modes above. */
  Lab.Running listener(String host, String name, String address, String mode) throws Exception {
    return lab.start(host, "ready", List.of(named(name), script("listener.pl"), address, mode));
  }

  /** It connects as soon as it can. */
  Lab.Running controller(String host, String room) throws Exception {
    return lab.start(host, "ready", List.of(named("controller"), script("controller.pl"), room));
  }

  Lab.Running greeter(String host, int port, String line) throws Exception {
    return lab.start(
        host, Lab.READY, List.of("perl", script("greeter.pl"), String.valueOf(port), line));
  }

  private String script(String name) {
    return lab.folder().resolve(name).toString();
  }

  private String named(String name) throws IOException, InterruptedException {
    Path copy = lab.folder().resolve(name);
    if (!Files.exists(copy)) {
      // Another lab may start a process meanwhile, which would hold a file that this one writes:
      // "Text file busy". Only cp itself writes it.
      Process copying =
          new ProcessBuilder("cp", "/usr/bin/perl", copy.toString()).inheritIO().start();
      assertEquals(0, copying.waitFor());
    }
    return copy.toString();
  }
}
