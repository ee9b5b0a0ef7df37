package dev.darkroom.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is offered: the models, prices in credits and limits of each operation, as {@link
 * CatalogueFile} reads them.
 *
 * @param models those that edit pictures by words, by the provider's full model id
 */
public record Catalogue(
    Map<String, Model> models,
    Image image,
    DrawToEdit drawToEdit,
    Studio studio,
    Rembg rembg,
    Upscale upscale,
    Video video,
    VideoUpscale videoUpscale,
    VideoInterpolate videoInterpolate) {

  /** A sum of doubles may lie this much above a whole number of credits. */
  private static final double DUST_CREDITS = 1e-6;

  public Catalogue {
    models = Map.copyOf(models);
    for (String used : List.of(image.model(), drawToEdit.model(), studio.model())) {
      require(models.containsKey(used), used + " is not among the models");
    }
  }

  /**
   * What an editing model takes.
   *
   * @param imagesMax how many pictures it looks at
   * @param aspectRatios what its {@code aspect_ratio} may be; empty if it takes none
   * @param imageSides the shortest and longest side of its {@code image_size}, in pixels; empty if
   *     it takes none
   * @param outputFormats what its {@code output_format} may be; empty if it takes none
   */
  public record Model(
      int imagesMax,
      List<String> aspectRatios,
      List<Integer> imageSides,
      List<String> outputFormats) {
    public Model {
      require(imagesMax >= 1, "imagesMax must be at least 1");
      aspectRatios = List.copyOf(aspectRatios);
      imageSides = List.copyOf(imageSides);
      outputFormats = List.copyOf(outputFormats);
      require(
          imageSides.isEmpty()
              || (imageSides.size() == 2
                  && imageSides.getFirst() >= 1
                  && imageSides.getLast() >= imageSides.getFirst()),
          "imageSides must be empty, or the shortest and the longest side");
    }
  }

  /**
   * Pictures from templates.
   *
   * @param model for templates that name none
   * @param imagesMax how many pictures a request may bring; the model looks at the last ones
   * @param isolate how the subject is cut out
   */
  public record Image(long credits, String model, int imagesMax, Fixed isolate) {
    public Image {
      requirePrice(credits);
      require(imagesMax >= 1, "imagesMax must be at least 1");
    }
  }

  /** A model with all of its input but the picture. */
  public record Fixed(String model, ObjectNode input) {}

  /**
   * Drawing on a picture.
   *
   * @param carMaskCredits added if what is drawn touches the car
   */
  public record DrawToEdit(long credits, long carMaskCredits, String model) {
    public DrawToEdit {
      requirePrice(credits);
      requirePrice(carMaskCredits);
    }
  }

  /** Pictures edited by words. */
  public record Studio(long credits, String model) {
    public Studio {
      requirePrice(credits);
    }
  }

  /**
   * Background removal; of each list the first is the default.
   *
   * @param variants what {@code model} may be in a request
   * @param resolutions what {@code operating_resolution} may be
   */
  public record Rembg(
      long credits,
      String model,
      List<String> variants,
      List<String> resolutions,
      List<String> outputFormats) {
    public Rembg {
      requirePrice(credits);
      variants = List.copyOf(variants);
      resolutions = List.copyOf(resolutions);
      outputFormats = List.copyOf(outputFormats);
      require(
          !variants.isEmpty() && !resolutions.isEmpty() && !outputFormats.isEmpty(),
          "variants, resolutions and outputFormats must not be empty");
    }
  }

  /** Enlarging; the sides bound the result, in pixels. */
  public record Upscale(
      long credits, String model, double factorMax, int longerSideMax, int shorterSideMax) {
    public Upscale {
      requirePrice(credits);
      require(factorMax >= 1, "factorMax must be at least 1");
      requireSides(longerSideMax, shorterSideMax);
    }
  }

  /**
   * Videos from pictures.
   *
   * @param provider for templates and requests that name none
   * @param markup what the provider's price is multiplied by
   * @param providers by the key under which templates and requests name them
   * @param retired keys of those that their vendor has shut down
   */
  public record Video(
      String provider,
      double markup,
      double creditsPerDollar,
      Map<String, Animator> providers,
      List<String> retired) {
    public Video {
      providers = Map.copyOf(providers);
      retired = List.copyOf(retired);
      require(providers.containsKey(provider), provider + " is not among the providers");
      require(markup > 0 && creditsPerDollar >= 0, "a price cannot be below zero");
    }

    /** The one of this key, which {@code field} named, or the usual one. */
    Animator animator(@Nullable String named, String field) throws Refusal {
      String key = named == null || named.isBlank() ? provider : named;
      if (retired.contains(key)) {
        throw Refusal.badInput(
            "MODEL_RETIRED", field, "This way of making videos was shut down. Choose another.");
      }
      Animator animator = providers.get(key);
      if (animator == null) {
        throw Refusal.badInput("PROVIDER_UNKNOWN", field, "There is no such way of making videos.");
      }
      return animator;
    }

    /** What a video costs. */
    long credits(Animator animator, Animator.Choice choice) {
      return roundedUp(animator.dollars(choice) * markup * creditsPerDollar);
    }
  }

  /**
   * Enlarging videos; the sides bound the result, in pixels.
   *
   * @param creditsMin the least it costs
   * @param creditsPerMegapixel for each million pixels of the input, over all of its frames
   */
  public record VideoUpscale(
      String model,
      double factorMax,
      int longerSideMax,
      int shorterSideMax,
      long creditsMin,
      double creditsPerMegapixel) {
    public VideoUpscale {
      requirePrice(creditsMin);
      require(creditsPerMegapixel >= 0, "a price cannot be below zero");
      require(factorMax >= 1, "factorMax must be at least 1");
      requireSides(longerSideMax, shorterSideMax);
    }

    long credits(double seconds, double fps, long pixels) {
      double megapixels = seconds * fps * pixels / 1e6;
      return Math.max(creditsMin, roundedUp(megapixels * creditsPerMegapixel));
    }
  }

  /**
   * More frames for videos.
   *
   * @param framesBetween how many are put between two
   * @param creditsMin the least it costs
   * @param creditsPerSecond for each second of the input at {@code pixels} pixels a frame; in
   *     proportion for others
   */
  public record VideoInterpolate(
      String model,
      int framesBetween,
      boolean sceneDetection,
      long creditsMin,
      double creditsPerSecond,
      long pixels) {
    public VideoInterpolate {
      requirePrice(creditsMin);
      require(creditsPerSecond >= 0, "a price cannot be below zero");
      require(
          framesBetween >= 1 && framesBetween <= 4 && pixels >= 1,
          "framesBetween must be 1 to 4, pixels at least 1");
    }

    long credits(double seconds, long ofPixels) {
      double shareOfPixels = (double) ofPixels / pixels;
      return Math.max(creditsMin, roundedUp(seconds * shareOfPixels * creditsPerSecond));
    }
  }

  /** The model of this id, if it is offered. */
  Optional<Model> model(String id) {
    return Optional.ofNullable(models.get(id));
  }

  private static void requirePrice(long credits) {
    require(credits >= 0, "a price cannot be below zero");
  }

  private static void requireSides(int longerSideMax, int shorterSideMax) {
    require(
        shorterSideMax >= 1 && longerSideMax >= shorterSideMax,
        "longerSideMax must be at least shorterSideMax, and that at least 1");
  }

  private static long roundedUp(double credits) {
    return (long) Math.ceil(credits - DUST_CREDITS);
  }

  static void require(boolean holds, String words) {
    if (!holds) {
      throw new IllegalArgumentException(words);
    }
  }
}
