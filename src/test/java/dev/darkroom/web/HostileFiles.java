package dev.darkroom.web;

import dev.darkroom.media.Films;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Files that are not what they say, or made to break whoever reads them. What each part of a reader
 * does with them is in {@code media.HostileFilesTest} and {@code media.HostileVideoTest}.
 */
public final class HostileFiles {
  private static final String PLAINLY = "415 UNSUPPORTED_FILE";
  private static final String BROKEN = "400 PICTURE_BROKEN";
  private static final String TOO_LARGE = "400 PICTURE_TOO_LARGE";

  private HostileFiles() {}

  /**
   * What no door takes.
   *
   * @param status what an upload of it is answered
   * @param code of the same answer
   */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
  public record Hostile(String name, int status, String code, byte[] file) {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * What each door takes as a picture of this type.
   *
   * @param name what it would also like to be
   */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
  public record Polyglot(String name, String contentType, byte[] file) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Pictures that are none or broken, what is neither picture nor video, and bad videos. */
  public static Stream<Hostile> refused() {
    return Stream.of(others(), pngs(), jpegs(), webps(), videos()).flatMap(each -> each);
  }

  /** A good picture of 64×64 pixels, with a subject. */
  public static byte[] photo() {
    return Photos.subject(64, 64);
  }

  private static Hostile refused(String name, String answer, byte[] file) {
    String[] parts = answer.split(" ", 2);
    return new Hostile(name, Integer.parseInt(parts[0]), parts[1], file);
  }

  private static Stream<Hostile> others() {
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
        .map(each -> refused(each.getKey(), PLAINLY, latin(each.getValue())));
  }

  private static Stream<Hostile> pngs() {
    byte[] png = Photos.png(64, 64);
    return Stream.of(
        refused("signature-alone.png", BROKEN, Arrays.copyOf(png, 8)),
        refused("header-alone.png", BROKEN, Arrays.copyOf(png, 33)),
        refused("cut.png", BROKEN, Photos.firstHalf(png)),
        refused("no-end.png", BROKEN, Arrays.copyOf(png, png.length - 12)),
        refused("no-size.png", BROKEN, Photos.pngThatClaims(0, 64)),
        refused("negative-size.png", BROKEN, Photos.pngThatClaims(-1, -1)),
        refused("400-megapixels.png", TOO_LARGE, Photos.pngThatClaims(20_000, 20_000)),
        refused("largest.png", TOO_LARGE, Photos.pngThatClaims(Integer.MAX_VALUE, 1)),
        refused("thread.png", TOO_LARGE, Photos.pngThatClaims(70_000, 1)),
        refused("100-megapixels-of-nothing.png", BROKEN, Photos.pngThatClaims(10_000, 10_000)),
        refused("chunk-of-4-gigabytes.png", BROKEN, with(png, 33, 0xff, 0xff, 0xff, 0xff)),
        refused("chunk-of-the-header-is-long.png", BROKEN, with(png, 8, 0, 0, 1, 0)),
        refused("impossible-colours.png", BROKEN, Photos.sealed(with(png, 25, 7))));
  }

  private static Stream<Hostile> jpegs() {
    byte[] jpeg = Photos.jpeg(64, 64);
    int frame = Photos.frameOf(jpeg);
    byte[] twoFrames = spliced(jpeg, frame, Arrays.copyOfRange(jpeg, frame, frame + 19));
    return Stream.of(
        refused("start-alone.jpg", BROKEN, latin("ÿØÿ")),
        refused("start-and-end.jpg", BROKEN, latin("ÿØÿÙ")),
        refused("cut.jpg", BROKEN, Photos.firstHalf(jpeg)),
        refused("no-end.jpg", BROKEN, Arrays.copyOf(jpeg, jpeg.length - 2)),
        refused("no-height.jpg", BROKEN, with(jpeg, frame + 5, 0, 0)),
        refused("largest.jpg", TOO_LARGE, with(jpeg, frame + 5, 0xff, 0xff, 0xff, 0xff)),
        refused("400-megapixels.jpg", TOO_LARGE, with(jpeg, frame + 5, 0x4e, 0x20, 0x4e, 0x20)),
        refused("segment-without-length.jpg", BROKEN, with(jpeg, 4, 0, 0)),
        refused("two-frames.jpg", BROKEN, twoFrames));
  }

  private static Stream<Hostile> webps() {
    return Stream.of(
        refused("riff-longer-than-the-file.webp", BROKEN, latin("RIFFÿÿÿ\u007fWEBPVP8 \0\0\0\0")),
        refused("riff-of-nothing.webp", BROKEN, latin("RIFF\0\0\0\0WEBPVP8 \0\0\0\0")),
        refused("chunk-longer-than-its-riff.webp", BROKEN, latin("RIFF\14\0\0\0WEBPVP8 ÿÿ\0\0")),
        refused("no-image.webp", BROKEN, latin("RIFF\4\0\0\0WEBP")),
        refused(
            "no-key-frame.webp", BROKEN, latin("RIFF\26\0\0\0WEBPVP8 \12\0\0\0" + "\1".repeat(10))),
        refused("canvas-of-terapixels.webp", TOO_LARGE, animated("ÿÿÿÿÿÿ")),
        refused("animation-without-a-picture.webp", BROKEN, animated("\77\0\0\77\0\0")));
  }

  /** A canvas of this size, and one frame without a picture. */
  private static byte[] animated(String size) {
    String frame = "ANMF\20\0\0\0" + "\0".repeat(16);
    return latin("RIFF\56\0\0\0WEBPVP8X\12\0\0\0\2\0\0\0" + size + frame);
  }

  private static Stream<Hostile> videos() {
    byte[] film = film("moov-at-the-end.mp4");
    int length = indexOf(film, "mvhd") + 16;
    return Stream.of(
        refused("brand-alone.mp4", "400 VIDEO_BROKEN", latin("\0\0\0\20ftypisom\0\0\0\0")),
        refused("cut.mp4", "400 VIDEO_BROKEN", Photos.firstHalf(film)),
        refused(
            "hours.mp4", "400 VIDEO_TOO_LONG", with(film, length, 0, 0, 3, 0xe8, 2, 0x25, 0x51, 0)),
        refused(
            "gigapixels.mp4",
            "400 VIDEO_TOO_LARGE",
            with(film, indexOf(film, "avc1") + 28, 0xff, 0xfe, 0xff, 0xfe)),
        refused("sound.mp4", "400 NO_PICTURES", film("sound-only.mp4")),
        refused("two.mp4", "400 SEVERAL_VIDEOS", film("two-pictures.mp4")),
        refused("growing.mp4", "400 SEVERAL_VIDEOS", film("growing-h264.mp4")),
        refused("growing.webm", "400 SEVERAL_VIDEOS", film("growing-vp9.webm")),
        refused("huge-frame.webm", "400 VIDEO_TOO_LARGE", film("huge-frame.webm")));
  }

  /** Pictures that are something else too: only the picture counts. */
  public static Stream<Polyglot> polyglots() {
    byte[] png = Photos.png(64, 64);
    byte[] jpeg = Photos.jpeg(64, 64);
    byte[] page = latin("<script>alert(1)</script>");
    return Stream.of(
        new Polyglot("page.html", "image/png", spliced(png, png.length, page)),
        new Polyglot("text.html", "image/png", spliced(png, 33, Photos.pngChunk("tEXt", page))),
        new Polyglot(
            "moving.png", "image/png", spliced(png, 33, Photos.pngChunk("acTL", new byte[8]))),
        new Polyglot("archive.zip", "image/jpeg", spliced(jpeg, jpeg.length, latin("PK\3\4\24\0"))),
        new Polyglot(
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
