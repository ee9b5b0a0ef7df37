package dev.darkroom.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedreamEditTest {
  private static final String WIDE = Drawn.uri(Drawn.scene(120, 60));
  private static final String BROKEN = "data:image/png;base64,bm8=";

  private final MemoryBench bench = new MemoryBench();
  private final SeedreamEdit model = new SeedreamEdit(EmulatorSettings.Limits.DEFAULT);

  private static ObjectNode input(List<String> urls) {
    ObjectNode input = Json.object().put("prompt", "darker");
    ArrayNode list = input.putArray("image_urls");
    urls.forEach(list::add);
    return input;
  }

  private JsonNode refusal(ObjectNode input) {
    ModelException refused = assertThrows(ModelException.class, () -> model.run(input, bench));
    assertEquals(422, refused.status());
    return refused.body().path("detail").path(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | 2048 | 2048",
        "{\"width\":1500,\"height\":1000} | 1500 | 1000",
        "{\"width\":100,\"height\":100} | 960 | 960",
        "{\"width\":1,\"height\":4096} | 15 | 4096",
        "\"landscape_16_9\" | 1280 | 720",
        "\"square_hd\" | 1024 | 1024",
        "\"auto\" | 2896 | 1448"
      })
  void theImageSizeIsKeptTo(String size, int width, int height) throws Exception {
    ObjectNode input = input(List.of(WIDE));
    if (!size.equals("null")) {
      input.set("image_size", Json.MAPPER.readTree(size));
    }
    JsonNode image = model.run(input, bench).path("images").path(0);
    BufferedImage picture = bench.picture();
    assertEquals(width, picture.getWidth());
    assertEquals(height, picture.getHeight());
    assertEquals(height, image.path("height").asInt());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"huge\" | [\"body\",\"image_size\"] | one_of",
        "7 | [\"body\",\"image_size\"] | one_of",
        "{\"width\":100} | [\"body\",\"image_size\",\"height\"] | missing",
        "{\"width\":0,\"height\":9} | [\"body\",\"image_size\",\"width\"] | greater_than_equal",
        "{\"width\":9,\"height\":4097} | [\"body\",\"image_size\",\"height\"] | less_than_equal"
      })
  void aWrongSizeIsNamed(String size, String loc, String type) throws Exception {
    ObjectNode input = input(List.of(WIDE));
    input.set("image_size", Json.MAPPER.readTree(size));
    JsonNode detail = refusal(input);
    assertEquals(loc, detail.path("loc").toString());
    assertEquals(type, detail.path("type").asText());
  }

  @Test
  void ofMoreThanTenPicturesTheLastTenAreUsed() throws Exception {
    String dot = Drawn.uri(Drawn.flat(Color.GRAY, 8, 8));
    List<String> urls = new ArrayList<>(List.of(BROKEN));
    urls.addAll(Collections.nCopies(10, dot));
    ObjectNode input = input(urls).put("image_size", "square");
    assertEquals(1, model.run(input, bench).path("images").size());
    urls.add(5, BROKEN);
    JsonNode detail = refusal(input(urls));
    assertEquals("[\"body\",\"image_urls\",5]", detail.path("loc").toString());
  }

  @Test
  void inputsAndOutputsTogetherAreAtMostFifteen() {
    ObjectNode input = input(Collections.nCopies(10, WIDE)).put("num_images", 6);
    assertEquals("value_error", refusal(input).path("type").asText());
  }

  @Test
  void theSeedIsGivenBackOrMadeFromThePrompt() throws Exception {
    ObjectNode input = input(List.of(WIDE)).put("image_size", "square");
    int own = model.run(input, bench).path("seed").asInt(-1);
    assertEquals(own, model.run(input, bench).path("seed").asInt());
    assertEquals(9, model.run(input.put("seed", 9), bench).path("seed").asInt());
  }
}
