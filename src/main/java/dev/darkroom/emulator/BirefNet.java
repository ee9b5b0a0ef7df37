package dev.darkroom.emulator;

import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_GRAY2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.media.Picture;
import dev.darkroom.media.PictureFormat;
import java.io.IOException;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * {@code fal-ai/birefnet/v2} with the real one's schema, by classical means.
 *
 * <p>No network stands behind it: GrabCut with a central prior finds the subject ({@link
 * Silhouette}) and the colours of both sides refine its edge ({@link Matte}). A larger {@code
 * operating_resolution} looks for the subject in a larger picture; {@code model} is checked and has
 * no other effect. GIF is refused: its one-bit alpha would throw the edge away.
 */
final class BirefNet implements Model {
  private static final String DYNAMIC = "General Use (Dynamic)";
  private static final List<String> MODELS =
      List.of(
          "General Use (Light)",
          "General Use (Light 2K)",
          "General Use (Heavy)",
          "Matting",
          "Portrait",
          DYNAMIC);

  private static final String LARGEST = "2304x2304";
  private static final List<String> RESOLUTIONS = List.of("1024x1024", "2048x2048", LARGEST);

  private final Sources sources;

  BirefNet(EmulatorSettings.Limits limits) {
    this.sources = new Sources(limits);
  }

  private record Wish(
      String imageUrl,
      int workingPixels,
      PictureFormat format,
      boolean refine,
      boolean mask,
      boolean maskOnly,
      boolean sync) {

    static Wish of(ObjectNode input) throws ModelException {
      InputCheck check = new InputCheck(input);
      String imageUrl = check.required("image_url");
      String model = check.choice("model", MODELS, MODELS.getFirst());
      String resolution = check.choice("operating_resolution", RESOLUTIONS, "1024x1024");
      if (resolution.equals(LARGEST) && !model.equals(DYNAMIC)) {
        check.refuse(
            "operating_resolution",
            "value_error",
            "2304x2304 is only supported by the model " + DYNAMIC);
      }
      String format = check.choice("output_format", List.of("webp", "png", "gif"), "png");
      if (format.equals("gif")) {
        check
            .refuse("output_format", "unsupported_image_format", "This emulator writes no GIF")
            .putObject("ctx")
            .putArray("supported_formats")
            .add("webp")
            .add("png");
      }
      Wish wish =
          new Wish(
              imageUrl,
              workingPixels(resolution),
              format.equals("webp") ? PictureFormat.WEBP : PictureFormat.PNG,
              check.flag("refine_foreground", true),
              check.flag("output_mask", false),
              check.flag("mask_only", false),
              check.flag("sync_mode", false));
      check.orThrow();
      return wish;
    }

    /** A GrabCut at the full figure would take minutes on a processor. */
    private static int workingPixels(String resolution) {
      return switch (resolution) {
        case "2048x2048" -> 540;
        case LARGEST -> 600;
        default -> 480;
      };
    }
  }

  @Override
  public String id() {
    return "fal-ai/birefnet/v2";
  }

  @Override
  public ObjectNode run(ObjectNode input, Workbench bench)
      throws ModelException, IOException, InterruptedException {
    Wish wish = Wish.of(input);
    bench.progress(0.05);
    try (Picture source = sources.read("image_url", wish.imageUrl(), bench)) {
      bench.progress(0.3);
      try (Subject subject = Subject.of(source.mat(), wish.workingPixels(), wish.refine())) {
        bench.progress(0.8);
        return output(wish, subject, new Outputs(bench, wish.format(), wish.sync()));
      }
    }
  }

  private static ObjectNode output(Wish wish, Subject subject, Outputs outputs)
      throws IOException, InterruptedException {
    ObjectNode output = Json.object();
    if (wish.maskOnly() || wish.mask()) {
      try (Picture mask = grey(subject)) {
        output.set(wish.maskOnly() ? "image" : "mask_image", outputs.image("birefnet-mask", mask));
      }
    }
    if (!wish.maskOnly()) {
      try (Picture cut = Picture.of(new Mat(subject.bgra()))) {
        output.set("image", outputs.image("birefnet", cut));
      }
    }
    outputs.bench().progress(1);
    return output;
  }

  private static Picture grey(Subject subject) {
    try (Mat mask = subject.mask()) {
      Mat grey = new Mat();
      cvtColor(mask, grey, COLOR_GRAY2BGR);
      return Picture.of(grey);
    }
  }
}
