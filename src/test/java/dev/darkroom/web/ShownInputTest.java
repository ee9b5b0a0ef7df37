package dev.darkroom.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What operators read of a job's input. */
class ShownInputTest {
  private static JsonNode json(String text) throws Exception {
    return new JsonMapper().readTree(text.replace('\'', '"'));
  }

  @Test
  void whatIsSecretIsLeftOut() throws Exception {
    JsonNode shown =
        ShownInput.of(
            json(
                """
                {'source':'users/a/b.png','factor':2,'hook':{'webhook_secret':'whsec_1','n':null},
                 'Authorization':{'deep':'Bearer 1'},'apiKey':'k',
                 'url':'https://me:pw@host.example/a/b.png?signature=abc#x',
                 'picture':'data:image/png;base64,AAAA'}
                """));
    assertEquals(
        json(
            """
            {'source':'users/a/b.png','factor':2,'hook':{'webhook_secret':'(left out)','n':null},
             'Authorization':'(left out)','apiKey':'(left out)',
             'url':'https://host.example/a/b.png','picture':'data: (left out)'}
            """),
        shown);
  }

  @Test
  void whatIsLongIsCut() throws Exception {
    JsonNode shown =
        ShownInput.of(
            json(
                "{'prompt':'%s','list':[%s0],'deep':%s%s}"
                    .formatted(
                        "x".repeat(5000), "0,".repeat(500), "[".repeat(50), "]".repeat(50))));
    assertTrue(shown.path("prompt").asText().endsWith("x… (5000 characters)"));
    assertEquals(100, shown.path("list").size());
    assertTrue(shown.toString().length() < 1500, shown::toString);
  }

  @Test
  void howTheProviderIsCalledIsToldByItsModels() throws Exception {
    JsonNode input =
        json(
            """
            {'prompt':'red','versions':{'a':'b'},
             'calls':{'first':{'model':'a/b','input':{}},'main':{'model':'c/d','input':{}}}}
            """);
    assertEquals(List.of("a/b", "c/d"), ShownInput.models(input));
    assertEquals(json("{'prompt':'red'}"), ShownInput.of(input));
    assertEquals(List.of(), ShownInput.models(json("{}")));
    assertFalse(ShownInput.of(json("null")).isObject());
  }
}
