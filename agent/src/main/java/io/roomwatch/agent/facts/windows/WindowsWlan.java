package io.roomwatch.agent.facts.windows;

/**
 * The two questions asked of the Windows WLAN service, answered with the bytes of its structures.
 * One session: open, ask, close.
 */
interface WindowsWlan extends AutoCloseable {

  /** An answer: a Windows error code, and bytes when that is 0. */
  final class Answer {
    private final int error;
    private final byte[] bytes;

    private Answer(int error, byte[] bytes) {
      this.error = error;
      this.bytes = bytes;
    }

    static Answer of(byte[] bytes) {
      return new Answer(0, bytes.clone());
    }

    static Answer failed(int error) {
      return new Answer(error, new byte[0]);
    }

    int error() {
      return error;
    }

    byte[] bytes() {
      return bytes.clone();
    }
  }

  /** WlanEnumInterfaces: a WLAN_INTERFACE_INFO_LIST; or why the session could not be opened. */
  Answer interfaces();

  /**
   * WlanQueryInterface.
   *
   * @param guid the 16 bytes of the interface's identifier
   * @param opcode a WLAN_INTF_OPCODE
   */
  Answer query(byte[] guid, int opcode);

  @Override
  void close();
}
