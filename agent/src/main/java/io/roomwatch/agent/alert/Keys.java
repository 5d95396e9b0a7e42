package io.roomwatch.agent.alert;

/**
 * The name of an alert for receivers that match a resolve with its firing: {@code
 * site/room/cause-id}. It is the same for every time the same thing breaks in the same room; a
 * receiver that has resolved it takes the next firing as a new one (PagerDuty Events v2, {@code
 * dedup_key}; Alertmanager, equal labels). Two rooms never share one: letters, digits, dot and
 * hyphen stand for themselves, an underscore for a space, and everything else as {@code :hex:}.
 */
final class Keys {

  /** PagerDuty takes 255 characters; a cause's id needs up to 60. */
  private static final int LONGEST_PART = 90;

  private Keys() {}

  static String of(Notice.Room room, String causeId) {
    return part(room.site()) + "/" + part(room.name()) + "/" + part(causeId);
  }

  private static String part(String text) {
    StringBuilder part = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (isPlain(point)) {
                part.appendCodePoint(point);
              } else if (point == ' ') {
                part.append('_');
              } else {
                part.append(':').append(Integer.toHexString(point)).append(':');
              }
            });
    return part.length() <= LONGEST_PART
        ? part.toString()
        : part.substring(0, LONGEST_PART - 18) + "::" + Long.toHexString(fingerprint(text));
  }

  private static boolean isPlain(int point) {
    return (point >= 'a' && point <= 'z')
        || (point >= 'A' && point <= 'Z')
        || (point >= '0' && point <= '9')
        || point == '.'
        || point == '-';
  }

  /** FNV-1a, 64 bits: names too long to be written out stay apart. */
  private static long fingerprint(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
