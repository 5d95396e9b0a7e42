# $1: how many versions will be installed. Stopped before its files are replaced: a running JVM opens its jars when it first needs them.
getent group roomwatch >/dev/null || groupadd --system roomwatch
getent passwd roomwatch >/dev/null || useradd --system --gid roomwatch --home-dir /var/lib/roomwatch --no-create-home --shell /usr/sbin/nologin --comment Roomwatch roomwatch
if [ "$1" -gt 1 ] && [ -d /run/systemd/system ] && systemctl --quiet is-active roomwatch.service; then
  touch /run/roomwatch-was-active
  systemctl stop roomwatch.service || :
fi
exit 0
