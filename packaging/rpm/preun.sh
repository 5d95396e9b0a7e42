# $1: how many versions will be left.
if [ "$1" -eq 0 ] && [ -x /usr/bin/systemctl ]; then
  if [ -d /run/systemd/system ]; then
    systemctl stop roomwatch.service || :
  fi
  systemctl disable roomwatch.service >/dev/null 2>&1 || :
fi
exit 0
