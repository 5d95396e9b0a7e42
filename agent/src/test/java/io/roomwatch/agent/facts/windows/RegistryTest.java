package io.roomwatch.agent.facts.windows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.facts.Fact;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegistryTest {

  private static Registry.Key key(Registry registry, String path) {
    return registry.key(path).asOptional().orElseThrow();
  }

  @Test
  void everyTypeOfAnExportIsRead() {
    Registry.Key key =
        key(
            RegistryFile.of(
                """
                [HKEY_LOCAL_MACHINE\\SOFTWARE\\Example]
                @="unnamed"
                "Text"="C:\\\\Program Files\\\\a \\"b\\""
                "Number"=dword:ffffffff
                "Long"=hex(b):00,00,00,00,01,00,00,00
                "Expand"=hex(2):25,00,61,00,25,00,00,00
                "List"=hex(7):61,00,00,00,62,00,63,00,00,00,00,00
                "Bytes"=hex:46,00,\\
                  00,ff
                "Empty"=hex:
                """),
            "HKLM\\SOFTWARE\\Example");
    assertEquals(Optional.of("unnamed"), key.text(""));
    assertEquals(Optional.of("C:\\Program Files\\a \"b\""), key.text("text"));
    assertEquals(OptionalLong.of(4_294_967_295L), key.number("Number"));
    assertEquals(OptionalLong.of(1L << 32), key.number("Long"));
    assertEquals(Optional.of("%a%"), key.text("Expand"));
    assertEquals(List.of("a", "bc"), key.texts("List"));
    assertArrayEquals(HexFormat.of().parseHex("460000ff"), key.bytes("Bytes").orElseThrow());
    assertEquals(0, key.bytes("Empty").orElseThrow().length);
  }

  @Test
  void anExportInUtf16IsReadAsRegExeWritesIt() {
    String text =
        """
        Windows Registry Editor Version 5.00

        [HKEY_USERS\\S-1-5-21-1]
        "Name"="Gr\u00fc\u00dfe"
        """
            .replace("\n", "\r\n");
    RegistryFile registry =
        new RegistryFile().add(("\ufeff" + text).getBytes(StandardCharsets.UTF_16LE));
    assertEquals(Optional.of("Gr\u00fc\u00dfe"), key(registry, "HKU\\S-1-5-21-1").text("Name"));
  }

  @Test
  void aValueOfAnotherTypeIsNotTaken() {
    Registry.Key key =
        new Registry.Key(
            true,
            Map.of(
                "text",
                new Registry.Value.Text("1"),
                "number",
                new Registry.Value.Numeric(1),
                "large",
                new Registry.Value.TooLarge(10_000_000)));
    assertTrue(key.number("text").isEmpty());
    assertTrue(key.text("number").isEmpty());
    assertTrue(key.bytes("large").isEmpty());
    assertTrue(key.texts("large").isEmpty());
    assertEquals(List.of("1"), key.texts("text"));
  }

  @Test
  void anEmptyStringInsideAListIsKept() {
    byte[] data =
        "\\??\\C:\\old.dll\0\0\\??\\C:\\a\0!\\??\\C:\\b\0\0".getBytes(StandardCharsets.UTF_16LE);
    assertEquals(
        new Registry.Value.Texts(List.of("\\??\\C:\\old.dll", "", "\\??\\C:\\a", "!\\??\\C:\\b")),
        Registry.Value.decode(7, data));
  }

  @Test
  void dataThatDoesNotFitItsTypeStaysBinary() {
    assertInstanceOf(Registry.Value.Binary.class, Registry.Value.decode(4, new byte[3]));
    assertInstanceOf(Registry.Value.Binary.class, Registry.Value.decode(11, new byte[4]));
    assertInstanceOf(Registry.Value.Binary.class, Registry.Value.decode(-7, new byte[4]));
  }

  @Test
  void aStringWithoutItsEndOrWithHalfACharacterIsStillRead() {
    assertEquals(new Registry.Value.Text("a"), Registry.Value.decode(1, new byte[] {'a', 0, 'b'}));
    assertEquals(new Registry.Value.Text(""), Registry.Value.decode(1, new byte[0]));
    assertEquals(new Registry.Value.Texts(List.of()), Registry.Value.decode(7, new byte[1]));
  }

  @Test
  void randomDataNeverThrows() {
    long seed = 20261120;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      byte[] data = new byte[random.nextInt(40)];
      random.nextBytes(data);
      assertFalse(Registry.Value.decode(random.nextInt(-2, 14), data).toString().isEmpty());
    }
  }

  @Test
  void aMissingKeyIsEmptyAndADeniedOneIsNot() {
    RegistryFile registry = RegistryFile.resource("windows-room.reg").deny("HKU\\S-1-5-18");
    assertEquals(Registry.Key.MISSING, key(registry, "HKLM\\SOFTWARE\\Nowhere"));
    assertInstanceOf(Fact.Unread.class, registry.key("HKU\\s-1-5-18\\Software"));
    assertTrue(key(registry, "HKLM\\SOFTWARE\\Microsoft").exists());
  }
}
