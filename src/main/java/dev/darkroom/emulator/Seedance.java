package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code fal-ai/bytedance/seedance/v1/pro/image-to-video} with the real one's schema, by classical
 * means.
 *
 * <p>No generative model stands behind it: nothing in the picture moves, the camera does, as far as
 * the prompt's words say how ({@link CameraMove}). The seed and the safety checker are checked and
 * have no effect; {@code end_image_url} is ignored, as by the real one.
 */
final class Seedance implements Model {
  private static final List<String> ASPECTS =
      List.of("21:9", "16:9", "4:3", "1:1", "3:4", "9:16", "auto");
  private static final List<String> RESOLUTIONS = List.of("480p", "720p", "1080p");
  private static final List<String> DURATIONS =
      IntStream.rangeClosed(2, 12).mapToObj(Integer::toString).toList();

  private final ImageToVideo studio;

  Seedance(EmulatorSettings.Limits limits) {
    this.studio = new ImageToVideo(limits);
  }

  @Override
  public String id() {
    return "fal-ai/bytedance/seedance/v1/pro/image-to-video";
  }

  @Override
  public ObjectNode run(ObjectNode input, Workbench bench)
      throws ModelException, IOException, InterruptedException {
    InputCheck check = new InputCheck(input);
    String prompt = check.required("prompt");
    String url = check.required(ImageToVideo.FIELD);
    String aspect = check.choice("aspect_ratio", ASPECTS, "auto");
    String resolution = check.choice("resolution", RESOLUTIONS, "720p");
    int seconds = Integer.parseInt(check.choice("duration", DURATIONS, "5"));
    int frames = check.integer("num_frames", 29, 289, seconds * ImageToVideo.FPS);
    boolean fixed = check.flag("camera_fixed", false);
    int seed = check.integer("seed", -1, Integer.MAX_VALUE, -1);
    check.flag("enable_safety_checker", true);
    check.text("end_image_url", "");
    check.orThrow();
    int lines = Integer.parseInt(resolution.replace("p", ""));
    ObjectNode output = Json.object();
    output.set(
        "video",
        studio.film(
            bench,
            "seedance",
            url,
            (width, height) -> frame(aspect, lines, (double) width / height),
            CameraMove.read(prompt, fixed),
            frames));
    return output.put("seed", Math.max(0, seed));
  }

  /** The shorter side has as many pixels as the resolution says. */
  private static Frame frame(String aspect, int lines, double pictureRatio) {
    double ratio =
        aspect.equals("auto")
            ? ASPECTS.stream()
                .filter(each -> !each.equals("auto"))
                .map(Seedance::ratio)
                .min(Comparator.comparing((Double each) -> Math.abs(Math.log(each / pictureRatio))))
                .orElseThrow()
            : ratio(aspect);
    return ratio >= 1
        ? new Frame(VideoFiles.even(lines * ratio), lines)
        : new Frame(lines, VideoFiles.even(lines / ratio));
  }

  private static Double ratio(String aspect) {
    String[] sides = aspect.split(":", 2);
    return Double.parseDouble(sides[0]) / Double.parseDouble(sides[1]);
  }
}
