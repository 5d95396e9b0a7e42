package io.roomwatch.agent.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** The real servers of a lab's cloud: dnsmasq, coturn, chrony and squid. */
final class Servers {

  static final String LOGIN = "correct horse";

  private final Lab lab;

  Servers(Lab lab) {
    this.lab = lab;
  }

  /** The web servers, which change at run time. */
  Lab.Running web(String certificate, String plain) throws Exception {
    String keys = lab.folder().resolve(certificate + ".p12").toString();
    Lab.Running web = lab.open("cloud", Lab.java(CloudServer.class, Lab.CLOUD, keys, plain));
    String unused = web.until("ready");
    return web;
  }

  /** The DNS server as it should be. */
  Lab.Running dns() throws Exception {
    return dns("--host-record=zoom.us," + Lab.CLOUD);
  }

  /**
   * @param records what dnsmasq is told of zoom.us, and whatever else
   */
  Lab.Running dns(String... records) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "dnsmasq",
                "--keep-in-foreground",
                "--log-facility=-",
                "--no-resolv",
                "--no-hosts",
                "--conf-file=/dev/null",
                "--user=root",
                "--listen-address=" + Lab.DNS,
                "--bind-interfaces",
                "--pid-file=",
                "--local=/us/",
                "--local=/com/",
                "--local=/org/",
                "--local=/example/",
                "--host-record=www.zoomstatus.com," + Lab.STATUS,
                "--host-record=pool.ntp.org," + Lab.CLOUD));
    command.addAll(List.of(records));
    return lab.start("cloud", "started", command);
  }

  Lab.Running stun(int port) throws Exception {
    return lab.start(
        "cloud",
        "Total General servers",
        List.of(
            "turnserver",
            "-n",
            "--listening-ip",
            Lab.CLOUD,
            "--listening-port",
            Integer.toString(port),
            "--no-tls",
            "--no-dtls",
            "--no-cli",
            "--no-tcp",
            "--stun-only",
            "--log-file",
            "stdout",
            "--pidfile",
            lab.folder().resolve("turn" + port + ".pid").toString()));
  }

  Lab.Running ntp() throws Exception {
    Path file = lab.folder().resolve("chrony.conf");
    Files.writeString(
        file,
        "local stratum 8\nallow all\ncmdport 0\nbindaddress "
            + Lab.CLOUD
            + "\npidfile "
            + lab.folder().resolve("chrony.pid")
            + "\n");
    return lab.start(
        "cloud",
        "chronyd version",
        List.of("chronyd", "-x", "-d", "-u", "root", "-f", file.toString()));
  }

  /** A proxy on port 3128 that wants the user room with {@link #LOGIN}. */
  Lab.Running proxyWithLogin() throws Exception {
    Path users = lab.folder().resolve("squid.users");
    String hash = lab.in("cloud", "openssl passwd -apr1 '" + LOGIN + "'").strip();
    Files.writeString(users, "room:" + hash + "\n");
    return proxy(
        """
        auth_param basic program /usr/lib/squid/basic_ncsa_auth %s
        auth_param basic children 2 startup=1
        auth_param basic realm lab
        acl known proxy_auth REQUIRED
        http_access allow known
        http_access deny all
        """
            .formatted(users));
  }

  /**
   * A proxy on port 3128.
   *
   * @param access lines of {@code squid.conf}
   */
  Lab.Running proxy(String access) throws Exception {
    return proxy("cloud", Lab.PROXY, access);
  }

  /** A proxy on port 3128 of a host's own address that connects anywhere. */
  Lab.Running proxyOn(String host, String address) throws Exception {
    return proxy(host, address, "http_access allow all");
  }

  private Lab.Running proxy(String host, String address, String access) throws Exception {
    // Squid leaves root behind and must still read what is here.
    Files.setPosixFilePermissions(lab.folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
    Path file = lab.folder().resolve("squid.conf");
    Files.writeString(
        file,
        """
        http_port %s:3128
        %s
        cache deny all
        cache_mem 0
        memory_cache_shared off
        cache_log /dev/null
        access_log none
        pid_filename none
        dns_nameservers %s
        visible_hostname proxy.lab
        shutdown_lifetime 0 seconds
        """
            .formatted(address, access.strip(), Lab.DNS));
    return lab.start(
        host,
        "Accepting HTTP Socket connections",
        List.of("squid", "-N", "-n", "lab" + lab.number(), "-f", file.toString(), "-d", "1"));
  }
}
