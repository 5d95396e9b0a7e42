if [ -e /run/roomwatch-was-active ]; then
  rm -f /run/roomwatch-was-active
  systemctl start roomwatch.service || :
fi
exit 0
