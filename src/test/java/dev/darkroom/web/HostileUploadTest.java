package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.media.Films;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that are not what they say, or made to break whoever reads them. What each part of a reader
 * does with them is in {@code media.HostileFilesTest} and {@code media.HostileVideoTest}.
 */
@QuarkusTest
class HostileUploadTest extends ServerTest {
  private static final String PLAINLY = "415 UNSUPPORTED_FILE";
  private static final String BROKEN = "400 PICTURE_BROKEN";
  private static final String TOO_LARGE = "400 PICTURE_TOO_LARGE";

  @ParameterizedTest(name = "{0}")
  @MethodSource({"others", "pngs", "jpegs", "webps", "videos"})
  void isRefusedAndTheServerStaysUp(String name, String answer, byte[] file) {
    String[] parts = answer.split(" ", 2);
    refused(Integer.parseInt(parts[0]), parts[1], "file", () -> upload(name, file));
    assertEquals(200, given().get("/q/health").statusCode());
  }

  static Stream<Arguments> others() {
    return Stream.of(
            Map.entry("empty.png", ""),
            Map.entry("one-byte.jpg", "ÿ"),
            Map.entry("gif-named.png", "GIF89a\1\0\1\0\0\0\0;"),
            Map.entry("gif-and-script.jpg", "GIF89a/*\0\0*/=1;alert(1)//"),
            Map.entry("svg-with-script.png", "<svg xmlns='x'><script>alert(1)</script></svg>"),
            Map.entry("page.png", "<!doctype html><script>alert(1)</script>"),
            Map.entry("page-before-a-png.png", "<!--ÿ-->" + "\u0089PNG\r\n\u001a\n"),
            Map.entry("bitmap.png", "BM6\0\0\0\0\0\0\0"),
            Map.entry("tiff.jpg", "II*\0\10\0\0\0"),
            Map.entry("icon.png", "\0\0\1\0\1\0\20\20"),
            Map.entry("photoshop.png", "8BPS\0\1"),
            Map.entry("paper.jpg", "%PDF-1.7\n"),
            Map.entry("postscript.jpg", "%!PS-Adobe-3.0 EPSF\n"),
            Map.entry("zip.png", "PK\3\4\24\0\0\0"),
            Map.entry("gzip.png", "\u001f\u008b\10\0"),
            Map.entry("program.jpg", "\u007fELF\2\1\1\0"),
            Map.entry("avif.png", "\0\0\0\34ftypavif\0\0\0\0avifmif1"),
            Map.entry("heic.jpg", "\0\0\0\34ftypheic\0\0\0\0heicmif1"),
            Map.entry("waves.webp", "RIFF\4\0\0\0WAVE"),
            Map.entry("playlist.mp4", "#EXTM3U\nfile:///etc/passwd\n"),
            Map.entry("concat.mp4", "ffconcat version 1.0\nfile /etc/passwd\n"),
            Map.entry("matroska.webm", "\u001aE\u00df\u00a3\u0001\0\0\0matroska"))
        .map(each -> arguments(each.getKey(), PLAINLY, latin(each.getValue())));
  }

  static Stream<Arguments> pngs() {
    byte[] png = Photos.png(64, 64);
    return Stream.of(
        arguments("signature-alone.png", BROKEN, Arrays.copyOf(png, 8)),
        arguments("header-alone.png", BROKEN, Arrays.copyOf(png, 33)),
        arguments("cut.png", BROKEN, Photos.firstHalf(png)),
        arguments("no-end.png", BROKEN, Arrays.copyOf(png, png.length - 12)),
        arguments("no-size.png", BROKEN, Photos.pngThatClaims(0, 64)),
        arguments("negative-size.png", BROKEN, Photos.pngThatClaims(-1, -1)),
        arguments("400-megapixels.png", TOO_LARGE, Photos.pngThatClaims(20_000, 20_000)),
        arguments("largest.png", TOO_LARGE, Photos.pngThatClaims(Integer.MAX_VALUE, 1)),
        arguments("thread.png", TOO_LARGE, Photos.pngThatClaims(70_000, 1)),
        arguments("100-megapixels-of-nothing.png", BROKEN, Photos.pngThatClaims(10_000, 10_000)),
        arguments("chunk-of-4-gigabytes.png", BROKEN, with(png, 33, 0xff, 0xff, 0xff, 0xff)),
        arguments("chunk-of-the-header-is-long.png", BROKEN, with(png, 8, 0, 0, 1, 0)),
        arguments("impossible-colours.png", BROKEN, Photos.sealed(with(png, 25, 7))));
  }

  static Stream<Arguments> jpegs() {
    byte[] jpeg = Photos.jpeg(64, 64);
    int frame = Photos.frameOf(jpeg);
    byte[] twoFrames = spliced(jpeg, frame, Arrays.copyOfRange(jpeg, frame, frame + 19));
    return Stream.of(
        arguments("start-alone.jpg", BROKEN, latin("ÿØÿ")),
        arguments("start-and-end.jpg", BROKEN, latin("ÿØÿÙ")),
        arguments("cut.jpg", BROKEN, Photos.firstHalf(jpeg)),
        arguments("no-end.jpg", BROKEN, Arrays.copyOf(jpeg, jpeg.length - 2)),
        arguments("no-height.jpg", BROKEN, with(jpeg, frame + 5, 0, 0)),
        arguments("largest.jpg", TOO_LARGE, with(jpeg, frame + 5, 0xff, 0xff, 0xff, 0xff)),
        arguments("400-megapixels.jpg", TOO_LARGE, with(jpeg, frame + 5, 0x4e, 0x20, 0x4e, 0x20)),
        arguments("segment-without-length.jpg", BROKEN, with(jpeg, 4, 0, 0)),
        arguments("two-frames.jpg", BROKEN, twoFrames));
  }

  static Stream<Arguments> webps() {
    return Stream.of(
        arguments("riff-longer-than-the-file.webp", BROKEN, latin("RIFFÿÿÿ\u007fWEBPVP8 \0\0\0\0")),
        arguments("riff-of-nothing.webp", BROKEN, latin("RIFF\0\0\0\0WEBPVP8 \0\0\0\0")),
        arguments("chunk-longer-than-its-riff.webp", BROKEN, latin("RIFF\14\0\0\0WEBPVP8 ÿÿ\0\0")),
        arguments("no-image.webp", BROKEN, latin("RIFF\4\0\0\0WEBP")),
        arguments(
            "no-key-frame.webp", BROKEN, latin("RIFF\26\0\0\0WEBPVP8 \12\0\0\0" + "\1".repeat(10))),
        arguments("canvas-of-terapixels.webp", TOO_LARGE, animated("ÿÿÿÿÿÿ")),
        arguments("animation-without-a-picture.webp", BROKEN, animated("\77\0\0\77\0\0")));
  }

  /** A canvas of this size, and one frame without a picture. */
  private static byte[] animated(String size) {
    String frame = "ANMF\20\0\0\0" + "\0".repeat(16);
    return latin("RIFF\56\0\0\0WEBPVP8X\12\0\0\0\2\0\0\0" + size + frame);
  }

  static Stream<Arguments> videos() {
    byte[] film = film("moov-at-the-end.mp4");
    int length = indexOf(film, "mvhd") + 16;
    return Stream.of(
        arguments("brand-alone.mp4", "400 VIDEO_BROKEN", latin("\0\0\0\20ftypisom\0\0\0\0")),
        arguments("cut.mp4", "400 VIDEO_BROKEN", Photos.firstHalf(film)),
        arguments(
            "hours.mp4", "400 VIDEO_TOO_LONG", with(film, length, 0, 0, 3, 0xe8, 2, 0x25, 0x51, 0)),
        arguments(
            "gigapixels.mp4",
            "400 VIDEO_TOO_LARGE",
            with(film, indexOf(film, "avc1") + 28, 0xff, 0xfe, 0xff, 0xfe)),
        arguments("sound.mp4", "400 NO_PICTURES", film("sound-only.mp4")),
        arguments("two.mp4", "400 SEVERAL_VIDEOS", film("two-pictures.mp4")),
        arguments("growing.mp4", "400 SEVERAL_VIDEOS", film("growing-h264.mp4")),
        arguments("growing.webm", "400 SEVERAL_VIDEOS", film("growing-vp9.webm")),
        arguments("huge-frame.webm", "400 VIDEO_TOO_LARGE", film("huge-frame.webm")));
  }

  /** What is a picture and something else is served as that picture, and never run. */
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void ofAPolyglotOnlyThePictureCounts(String name, String contentType, byte[] file) {
    Response stored = upload(name, file);
    assertEquals(201, stored.statusCode(), stored.asString());
    assertEquals(contentType, stored.path("contentType"));
    Response served = given().urlEncodingEnabled(false).get(stored.<String>path("url"));
    assertEquals(contentType, served.contentType());
    assertEquals("nosniff", served.header("X-Content-Type-Options"));
    assertEquals("sandbox; default-src 'none'", served.header("Content-Security-Policy"));
  }

  static Stream<Arguments> ofAPolyglotOnlyThePictureCounts() {
    byte[] png = Photos.png(64, 64);
    byte[] jpeg = Photos.jpeg(64, 64);
    byte[] page = latin("<script>alert(1)</script>");
    return Stream.of(
        arguments("page.html", "image/png", spliced(png, png.length, page)),
        arguments("text.html", "image/png", spliced(png, 33, Photos.pngChunk("tEXt", page))),
        arguments(
            "moving.png", "image/png", spliced(png, 33, Photos.pngChunk("acTL", new byte[8]))),
        arguments("archive.zip", "image/jpeg", spliced(jpeg, jpeg.length, latin("PK\3\4\24\0"))),
        arguments(
            "comment.svg",
            "image/jpeg",
            spliced(jpeg, 2, latin("ÿþ\0\33" + "<script>alert(1)</script>"))));
  }

  private static byte[] film(String name) {
    return Films.bytes(Path.of("src/test/resources/films", name));
  }

  private static int indexOf(byte[] file, String box) {
    return new String(file, StandardCharsets.ISO_8859_1).lastIndexOf(box);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A copy with these bytes from there on. */
  private static byte[] with(byte[] file, int at, int... bytes) {
    byte[] changed = file.clone();
    for (int i = 0; i < bytes.length; i++) {
      changed[at + i] = (byte) bytes[i];
    }
    return changed;
  }

  private static byte[] spliced(byte[] file, int at, byte[] inserted) {
    byte[] all = Arrays.copyOf(file, file.length + inserted.length);
    System.arraycopy(inserted, 0, all, at, inserted.length);
    System.arraycopy(file, at, all, at + inserted.length, file.length - at);
    return all;
  }
}
