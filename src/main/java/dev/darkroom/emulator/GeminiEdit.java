package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.media.PictureFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code fal-ai/gemini-25-flash-image/edit}, and its other name {@code fal-ai/nano-banana/edit},
 * with the real one's schema, by classical means.
 *
 * <p>No generative model stands behind it: it composes and grades ({@link Composition}), and says
 * in {@code description} what it did. {@code safety_tolerance} and {@code limit_generations} are
 * checked and have no effect.
 */
final class GeminiEdit implements Model {
  private static final int MAX_PICTURES = 10;
  private static final long PIXELS = 1 << 20;

  /** What the real model answers for each ratio (ai.google.dev, Gemini 2.5 Flash Image). */
  private static final Map<String, Frame> FRAMES =
      Map.ofEntries(
          Map.entry("21:9", new Frame(1536, 672)),
          Map.entry("16:9", new Frame(1344, 768)),
          Map.entry("3:2", new Frame(1248, 832)),
          Map.entry("4:3", new Frame(1184, 864)),
          Map.entry("5:4", new Frame(1152, 896)),
          Map.entry("1:1", new Frame(1024, 1024)),
          Map.entry("4:5", new Frame(896, 1152)),
          Map.entry("3:4", new Frame(864, 1184)),
          Map.entry("2:3", new Frame(832, 1248)),
          Map.entry("9:16", new Frame(768, 1344)));

  private static final String AUTO = "auto";
  private static final List<String> TOLERANCES = List.of("1", "2", "3", "4", "5", "6");

  private final String id;
  private final EditModel edits;

  GeminiEdit(String id, EmulatorSettings.Limits limits) {
    this.id = id;
    this.edits = new EditModel(limits);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public ObjectNode run(ObjectNode input, Workbench bench)
      throws ModelException, IOException, InterruptedException {
    InputCheck check = new InputCheck(input);
    String prompt = check.required("prompt");
    List<String> urls = check.texts("image_urls", MAX_PICTURES);
    int count = check.integer("num_images", 1, 4, 1);
    String aspect = check.choice("aspect_ratio", aspects(), AUTO);
    String format = check.choice("output_format", List.of("jpeg", "png", "webp"), "png");
    check.choice("safety_tolerance", TOLERANCES, "4");
    check.flag("limit_generations", true);
    int seed = check.seed();
    boolean sync = check.flag("sync_mode", false);
    check.orThrow();
    EditModel.Wish wish =
        new EditModel.Wish(prompt, urls, 0, count, (width, height) -> frame(aspect, width, height));
    EditModel.Edited edited = edits.run(wish, seed, new Outputs(bench, format(format), sync));
    ObjectNode output = Json.object();
    output.set("images", edited.images());
    return output.put("description", edited.description());
  }

  private static List<String> aspects() {
    List<String> aspects = new ArrayList<>(FRAMES.keySet());
    aspects.sort(null);
    aspects.addFirst(AUTO);
    return aspects;
  }

  /** {@code auto} keeps the shape of the first picture: the scene, or the one that is edited. */
  private static Frame frame(String aspect, int width, int height) {
    Frame fixed = FRAMES.get(aspect);
    return fixed == null ? Frame.like(width, height, PIXELS) : fixed;
  }

  private static PictureFormat format(String name) {
    return switch (name) {
      case "jpeg" -> PictureFormat.JPEG;
      case "webp" -> PictureFormat.WEBP;
      default -> PictureFormat.PNG;
    };
  }
}
