package dev.darkroom.blobs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentTypesTest {
  @ParameterizedTest
  @CsvSource({
    "'\u00ff\u00d8\u00ff\u00e0', image/jpeg, jpg",
    "'\u0089PNG\r\n\u001a\n', image/png, png",
    "GIF89a, image/gif, gif",
    "RIFF1234WEBPVP8, image/webp, webp",
    "'\0\0\0 ftypavif', image/avif, avif",
    "'\0\0\0 ftypmif1', image/heic, heic",
    "'\0\0\0 ftypisom', video/mp4, mp4",
    "'\0\0\0 ftypqt  ', video/quicktime, mov",
    "'\u001aE\u00df\u00a3\u0001webm', video/webm, webm",
    "'\u001aE\u00df\u00a3\u0001matroska', video/x-matroska, mkv",
    "' [1]', application/json, json",
    "RIFF1234WAVE, application/octet-stream, bin",
    "<html>, application/octet-stream, bin",
    "<svg xmlns=, application/octet-stream, bin",
    "'', application/octet-stream, bin",
    "'\u00ff\u00d8', application/octet-stream, bin"
  })
  void theFirstBytesTellTheType(String head, String type, String extension) {
    assertEquals(type, ContentTypes.sniff(head.getBytes(ISO_8859_1)));
    assertEquals(extension, ContentTypes.extension(type));
  }

  @Test
  void onlyTheHeadIsLookedAt() {
    assertEquals(
        "video/x-matroska",
        ContentTypes.sniff(("\u001aE\u00df\u00a3" + " ".repeat(60) + "webm").getBytes(ISO_8859_1)));
  }
}
