package io.roomwatch.agent.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Makes a wired interface of a host look like Wi-Fi to whoever reads {@code /sys}: a kernel without
 * radios has no other way. In that host's own mount namespace {@code /sys/class/net} becomes a
 * folder in which every entry is the kernel's, and {@code NAME/wireless} is added; a program {@code
 * iw} prints what iw 5.19 printed for a real connection, with another signal.
 */
final class Radio {

  private Radio() {}

  /** The undoing of {@link #make}. */
  static void unmake(Lab lab, String host) throws Exception {
    String unused = lab.in(host, "umount /usr/sbin; umount /sys/class/net");
  }

  /**
   * @param dbm the signal that {@code iw} tells
   */
  static void make(Lab lab, String host, String name, int dbm) throws Exception {
    String unused =
        lab.in(
            host,
            String.join(
                "; ",
                "set -e",
                "V=$(mktemp -d)",
                "for i in /sys/class/net/*; do ln -s $(readlink -f $i) $V/$(basename $i)",
                "done",
                "rm $V/" + name,
                "mkdir -p $V/" + name + "/wireless",
                "for f in $(readlink -f /sys/class/net/" + name + ")/*",
                "do ln -s $f $V/" + name + "/",
                "done",
                "mount --bind $V /sys/class/net"));
    Path programs = Files.createTempDirectory(lab.folder(), "sbin");
    Path iw = Files.createDirectories(programs.resolve("upper")).resolve("iw");
    Files.createDirectories(programs.resolve("work"));
    Files.writeString(
        iw,
        """
        #!/bin/sh
        [ "$1 $3" = "dev link" ] || exit 1
        printf 'Connected to 02:00:00:00:00:01 (on %%s)\\n' "$2"
        printf '\\tSSID: lab\\n\\tfreq: 5180\\n\\tsignal: %d dBm\\n\\ttx bitrate: 58.5 MBit/s\\n'
        """
            .formatted(dbm));
    Files.setPosixFilePermissions(iw, PosixFilePermissions.fromString("rwxr-xr-x"));
    unused =
        lab.in(
            host,
            "mount -t overlay overlay -o lowerdir=/usr/sbin,upperdir="
                + programs.resolve("upper")
                + ",workdir="
                + programs.resolve("work")
                + " /usr/sbin");
  }
}
