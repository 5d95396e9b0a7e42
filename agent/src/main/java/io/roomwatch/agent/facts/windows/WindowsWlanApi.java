package io.roomwatch.agent.facts.windows;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import com.sun.jna.win32.StdCallLibrary;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** wlanapi.dll. Where there is none (Windows Server without the feature) every answer says so. */
final class WindowsWlanApi implements WindowsWlan {

  /** No such library: the same as no such service. */
  private static final int ERROR_MOD_NOT_FOUND = 126;

  /** Client version of Windows Vista and later. */
  private static final int CLIENT_VERSION = 2;

  /** More radios than any machine has; a larger count is damage. */
  private static final int MOST_INTERFACES = 64;

  /** The largest structure that is asked for is 604 bytes. */
  private static final int LARGEST_ANSWER = 4096;

  private static final int SUCCESS = 0;

  /** The functions, by their names in the library. */
  interface Library extends StdCallLibrary {
    int WlanOpenHandle(
        int version,
        @Nullable Pointer reserved,
        IntByReference negotiated,
        PointerByReference handle);

    int WlanCloseHandle(Pointer handle, @Nullable Pointer reserved);

    int WlanEnumInterfaces(
        Pointer handle, @Nullable Pointer reserved, PointerByReference interfaceList);

    int WlanQueryInterface(
        Pointer handle,
        Pointer guid,
        int opcode,
        @Nullable Pointer reserved,
        IntByReference size,
        PointerByReference data,
        @Nullable Pointer valueType);

    void WlanFreeMemory(Pointer memory);
  }

  private final Optional<Library> library;
  private final Optional<Pointer> handle;
  private final int openError;

  private WindowsWlanApi(Optional<Library> library, Optional<Pointer> handle, int openError) {
    this.library = library;
    this.handle = handle;
    this.openError = openError;
  }

  /** Opens a session; one that failed to open answers everything with that failure. */
  static WindowsWlanApi open() {
    try {
      Library library = Native.load("wlanapi", Library.class);
      PointerByReference handle = new PointerByReference();
      int error = library.WlanOpenHandle(CLIENT_VERSION, null, new IntByReference(), handle);
      return error == SUCCESS
          ? new WindowsWlanApi(Optional.of(library), Optional.of(handle.getValue()), SUCCESS)
          : new WindowsWlanApi(Optional.of(library), Optional.empty(), error);
    } catch (LinkageError missing) {
      return new WindowsWlanApi(Optional.empty(), Optional.empty(), ERROR_MOD_NOT_FOUND);
    }
  }

  @Override
  public Answer interfaces() {
    if (library.isEmpty() || handle.isEmpty()) {
      return Answer.failed(openError);
    }
    PointerByReference list = new PointerByReference();
    int error = library.get().WlanEnumInterfaces(handle.get(), null, list);
    if (error != SUCCESS) {
      return Answer.failed(error);
    }
    Pointer memory = list.getValue();
    try {
      int count = Math.clamp(memory.getInt(0), 0, MOST_INTERFACES);
      return Answer.of(memory.getByteArray(0, WindowsWifi.bytesOfList(count)));
    } finally {
      library.get().WlanFreeMemory(memory);
    }
  }

  @Override
  public Answer query(byte[] guid, int opcode) {
    if (library.isEmpty() || handle.isEmpty()) {
      return Answer.failed(openError);
    }
    IntByReference size = new IntByReference();
    PointerByReference data = new PointerByReference();
    try (Memory identifier = new Memory(guid.length)) {
      identifier.write(0, guid, 0, guid.length);
      int error =
          library
              .get()
              .WlanQueryInterface(handle.get(), identifier, opcode, null, size, data, null);
      if (error != SUCCESS) {
        return Answer.failed(error);
      }
    }
    Pointer memory = data.getValue();
    try {
      return Answer.of(memory.getByteArray(0, Math.clamp(size.getValue(), 0, LARGEST_ANSWER)));
    } finally {
      library.get().WlanFreeMemory(memory);
    }
  }

  @Override
  public void close() {
    handle.ifPresent(open -> library.orElseThrow().WlanCloseHandle(open, null));
  }
}
