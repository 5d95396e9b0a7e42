package io.roomwatch.agent.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The status document is a contract: these fields, no others. */
final class StatusJsonTest {

  @Test
  void theVerdictHasTheFieldsOfTheContractAndNoOthers() throws Exception {
    String text = StatusJson.of(Rooms.room("Boardroom"));
    JsonNode verdict = new ObjectMapper().readTree(text).get("verdict");
    List<String> fields = new ArrayList<>();
    verdict.fieldNames().forEachRemaining(fields::add);
    assertEquals(
        List.of(
            "id",
            "layer",
            "state",
            "since",
            "confidence",
            "summary",
            "next",
            "codes",
            "because",
            "consequences"),
        fields);
    assertFalse(text.contains(Rooms.room("Boardroom").verdict().grounds().disproof()), text);
  }
}
