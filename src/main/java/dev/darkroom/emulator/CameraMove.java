package dev.darkroom.emulator;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a camera moves over a picture, read from words.
 *
 * @param right how far the view goes to the right in all, in widths of the frame
 * @param down how far it goes down, in heights
 * @param zoomFrom how much larger than whole the picture is shown at the begin
 * @param zoomTo at the end
 * @param depth how much more near parts move than far ones, 0 to 1
 * @param light how much brighter it becomes in the middle, as a share
 */
record CameraMove(
    double right, double down, double zoomFrom, double zoomTo, double depth, double light) {

  /** Slides need room beside the frame. */
  private static final double ROOM = 1.16;

  private static final double SLIDE = 0.14;

  private static final CameraMove STILL = new CameraMove(0, 0, 1, 1, 0, 0.06);
  private static final CameraMove PUSH_IN = new CameraMove(0, 0, 1, 1.18, 0.25, 0);

  private record Words(Pattern pattern, CameraMove move) {
    static Words of(String pattern, CameraMove move) {
      return new Words(Pattern.compile("\\b(?:" + pattern + ")"), move);
    }
  }

  private static final String SLIDES = "(?:pan|slid|track|trucking|dolly|drift|mov|glid|sweep)\\w*";

  /** The first that is found counts. */
  private static final List<Words> VOCABULARY =
      List.of(
          Words.of("static|still camera|locked|tripod|camera is fixed", STILL),
          Words.of("left to right", new CameraMove(SLIDE, 0, ROOM, ROOM, 0.3, 0)),
          Words.of("right to left", new CameraMove(-SLIDE, 0, ROOM, ROOM, 0.3, 0)),
          Words.of(SLIDES + "(?: \\w+){0,3} left", new CameraMove(-SLIDE, 0, ROOM, ROOM, 0, 0)),
          Words.of(SLIDES + "(?: \\w+){0,3} right", new CameraMove(SLIDE, 0, ROOM, ROOM, 0, 0)),
          Words.of(
              "(?:tilt|crane|pedestal|rise)\\w*(?: \\w+){0,2} up|rising",
              new CameraMove(0, -SLIDE, ROOM, ROOM, 0, 0)),
          Words.of(
              "(?:tilt|crane|pedestal)\\w*(?: \\w+){0,2} down|descend",
              new CameraMove(0, SLIDE, ROOM, ROOM, 0, 0)),
          Words.of(
              "(?:zoom|pull|dolly|mov)\\w*(?: \\w+){0,2} (?:out|back|away)",
              new CameraMove(0, 0, 1.25, 1, 0.25, 0)),
          Words.of(
              "orbit|arc(?:s|ing)?\\b|parallax|around",
              new CameraMove(SLIDE, 0, ROOM, ROOM, 0.8, 0)),
          Words.of("zoom|push|dolly|clos", PUSH_IN));

  /** The move that a prompt asks for; without a word of it, a slow push in. */
  static CameraMove read(String prompt, boolean cameraFixed) {
    if (cameraFixed) {
      return STILL;
    }
    String words = prompt.toLowerCase(Locale.ROOT);
    return VOCABULARY.stream()
        .filter(each -> each.pattern().matcher(words).find())
        .map(Words::move)
        .findFirst()
        .orElse(PUSH_IN);
  }

  /**
   * Where the camera is.
   *
   * @param x the view's middle beside that of the picture, in widths of the frame
   * @param y as x, in heights
   * @param gain what brightness is multiplied by
   */
  record Pose(double x, double y, double zoom, double gain) {}

  /**
   * The pose at a share of the time, 0 to 1; it begins and ends gently.
   *
   * @param share of the whole move
   */
  Pose at(double share) {
    double eased = share * share * (3 - 2 * share);
    return new Pose(
        right * (eased - 0.5),
        down * (eased - 0.5),
        zoomFrom + (zoomTo - zoomFrom) * eased,
        1 + light * Math.sin(Math.PI * share));
  }
}
