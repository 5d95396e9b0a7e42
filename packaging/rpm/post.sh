if [ -x /usr/bin/systemd-tmpfiles ]; then
  systemd-tmpfiles --create roomwatch.conf || :
fi
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload || :
fi
# A monitor that nobody started is of no use: the first installation enables and starts it.
if [ "$1" -eq 1 ] && [ -x /usr/bin/systemctl ]; then
  systemctl enable roomwatch.service >/dev/null 2>&1 || :
  if [ -d /run/systemd/system ]; then
    systemctl start roomwatch.service || :
  fi
fi
exit 0
