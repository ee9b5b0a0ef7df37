package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/**
 * {@code fal-ai/kling-video/v2.5-turbo/pro/image-to-video} with the real one's schema, by classical
 * means: as {@link Seedance}, in the picture's own ratio. {@code tail_image_url}, {@code
 * negative_prompt} and {@code cfg_scale} are checked and have no effect.
 */
final class Kling implements Model {
  private static final double LONGER_SIDE = 1920;
  private static final double PIXELS = 1920 * 1080;

  private final ImageToVideo studio;

  Kling(EmulatorSettings.Limits limits) {
    this.studio = new ImageToVideo(limits);
  }

  @Override
  public String id() {
    return "fal-ai/kling-video/v2.5-turbo/pro/image-to-video";
  }

  @Override
  public ObjectNode run(ObjectNode input, Workbench bench)
      throws ModelException, IOException, InterruptedException {
    InputCheck check = new InputCheck(input);
    String prompt = check.required("prompt");
    String url = check.required(ImageToVideo.FIELD);
    int seconds = Integer.parseInt(check.choice("duration", List.of("5", "10"), "5"));
    check.text("tail_image_url", "");
    check.text("negative_prompt", "");
    check.number("cfg_scale", 0, 1, 0.5);
    check.orThrow();
    ObjectNode output = Json.object();
    output.set(
        "video",
        studio.film(
            bench,
            "kling",
            url,
            Kling::frame,
            CameraMove.read(prompt, false),
            seconds * ImageToVideo.FPS));
    return output;
  }

  private static Frame frame(int width, int height) {
    double scale =
        Math.min(
            Math.sqrt(PIXELS / ((double) width * height)), LONGER_SIDE / Math.max(width, height));
    return new Frame(VideoFiles.even(width * scale), VideoFiles.even(height * scale));
  }
}
