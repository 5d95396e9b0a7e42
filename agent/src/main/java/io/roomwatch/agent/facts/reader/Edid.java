package io.roomwatch.agent.facts.reader;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The product name in a display's EDID, VESA Enhanced EDID Standard release A revision 2, section
 * 3.10.3. The serial numbers beside it are not read. Pure.
 */
public final class Edid {

  private static final byte[] HEADER = {0, -1, -1, -1, -1, -1, -1, 0};
  private static final int[] DESCRIPTORS = {54, 72, 90, 108};
  private static final int DESCRIPTOR_LENGTH = 18;
  private static final int BLOCK_LENGTH = 128;
  private static final byte NAME_TAG = (byte) 0xFC;

  private Edid() {}

  /**
   * The name the display gives itself, else maker and product code such as {@code DEL 40A3}, else
   * {@code otherwise}.
   */
  public static String name(byte[] edid, String otherwise) {
    if (edid.length < BLOCK_LENGTH
        || !Arrays.equals(edid, 0, HEADER.length, HEADER, 0, HEADER.length)) {
      return otherwise;
    }
    for (int at : DESCRIPTORS) {
      if (edid[at] == 0 && edid[at + 1] == 0 && edid[at + 2] == 0 && edid[at + 3] == NAME_TAG) {
        String text =
            new String(edid, at + 5, DESCRIPTOR_LENGTH - 5, StandardCharsets.US_ASCII)
                .split("[\\n\\r]", 2)[0]
                .replaceAll("[^\\x20-\\x7e]", "")
                .strip();
        if (!text.isEmpty()) {
          return text;
        }
      }
    }
    return maker(edid) + String.format(" %04X", (edid[10] & 0xff) | ((edid[11] & 0xff) << 8));
  }

  /** Three letters of five bits each, A is 1. */
  private static String maker(byte[] edid) {
    int packed = ((edid[8] & 0xff) << 8) | (edid[9] & 0xff);
    StringBuilder letters = new StringBuilder();
    for (int shift = 10; shift >= 0; shift -= 5) {
      letters.append((char) ('@' + (packed >> shift & 0x1f)));
    }
    return letters.toString();
  }
}
