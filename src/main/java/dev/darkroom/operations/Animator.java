package dev.darkroom.operations;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model that sets a picture in motion; of each list the first is the default.
 *
 * @param model the provider's full model id
 * @param durations how long its videos may be, in seconds; sent as text
 * @param resolutions the shorter sides that it knows, such as {@code 720p}; empty if it takes none
 * @param aspectRatios those that it knows, {@code auto} among them; empty if it takes none
 * @param fps pictures a second of its results
 * @param cameraFixed whether it takes {@code camera_fixed}
 * @param seed whether it takes {@code seed}
 */
public record Animator(
    String model,
    List<Integer> durations,
    List<String> resolutions,
    List<String> aspectRatios,
    int fps,
    boolean cameraFixed,
    boolean seed,
    Price price) {

  private static final String AUTO = "auto";
  private static final Pattern RESOLUTION = Pattern.compile("([1-9][0-9]{1,4})p");
  private static final Pattern RATIO = Pattern.compile("([1-9][0-9]{0,3}):([1-9][0-9]{0,3})");

  /** What {@code auto} is priced as: the picture's own ratio is not known to the formula. */
  private static final double AUTO_RATIO = 16.0 / 9;

  private static final double TOKEN_PIXELS = 1024;
  private static final double MILLION = 1e6;

  public Animator {
    durations = List.copyOf(durations);
    resolutions = List.copyOf(resolutions);
    aspectRatios = List.copyOf(aspectRatios);
    Catalogue.require(!durations.isEmpty(), "durations must not be empty");
    Catalogue.require(durations.stream().allMatch(each -> each > 0), "durations are seconds");
    Catalogue.require(fps > 0, "fps must be at least 1");
    Catalogue.require(
        resolutions.stream().allMatch(each -> RESOLUTION.matcher(each).matches()),
        "resolutions must be such as 720p");
    Catalogue.require(
        aspectRatios.stream().allMatch(each -> each.equals(AUTO) || RATIO.matcher(each).matches()),
        "aspectRatios must be such as 16:9, or auto");
    Catalogue.require(
        price.dollarsPerMillionTokens() == 0 || !resolutions.isEmpty(),
        "a price by tokens needs resolutions");
  }

  /**
   * What the provider asks for a video: by tokens, which are 1,024 pixels each, and by blocks of
   * time that have begun.
   */
  public record Price(double dollarsPerMillionTokens, double dollarsPerBlock, int blockSeconds) {
    public Price {
      Catalogue.require(
          dollarsPerMillionTokens >= 0 && dollarsPerBlock >= 0, "a price cannot be below zero");
      Catalogue.require(blockSeconds > 0, "blockSeconds must be at least 1");
    }
  }

  /** What is wanted; null where nothing is said. */
  record Wish(
      @Nullable Double duration,
      @Nullable String resolution,
      @Nullable String aspectRatio,
      @Nullable Boolean cameraFixed,
      @Nullable Long seed) {

    /** This wish, and where it says nothing another. */
    Wish or(Wish other) {
      return new Wish(
          duration == null ? other.duration : duration,
          said(resolution) ? resolution : other.resolution,
          said(aspectRatio) ? aspectRatio : other.aspectRatio,
          cameraFixed == null ? other.cameraFixed : cameraFixed,
          seed == null ? other.seed : seed);
    }

    /** Forms send an empty text for what was not chosen. */
    private static boolean said(@Nullable String text) {
      return text != null && !text.isBlank();
    }
  }

  /**
   * What the model is asked: allowed values only.
   *
   * @param resolution null if it takes none
   * @param aspectRatio null if it takes none
   */
  record Choice(
      int duration,
      @Nullable String resolution,
      @Nullable String aspectRatio,
      @Nullable Boolean cameraFixed,
      @Nullable Long seed) {

    /** The model's input, but for the picture. */
    ObjectNode input(String prompt) {
      ObjectNode input =
          JsonNodeFactory.instance
              .objectNode()
              .put("prompt", prompt)
              .put("duration", Integer.toString(duration));
      if (resolution != null) {
        input.put("resolution", resolution);
      }
      if (aspectRatio != null) {
        input.put("aspect_ratio", aspectRatio);
      }
      if (cameraFixed != null) {
        input.put("camera_fixed", cameraFixed);
      }
      if (seed != null) {
        input.put("seed", seed);
      }
      return input;
    }
  }

  /**
   * The nearest that is allowed.
   *
   * @throws Refusal if a value is no duration, resolution or ratio at all; it names the field
   */
  Choice choose(Wish wish) throws Refusal {
    return new Choice(
        duration(wish.duration()),
        resolutions.isEmpty() ? null : resolution(wish.resolution()),
        aspectRatios.isEmpty() ? null : aspectRatio(wish.aspectRatio()),
        cameraFixed ? Boolean.TRUE.equals(wish.cameraFixed()) : null,
        // -1 is any, for the model.
        seed && wish.seed() != null
            ? Long.valueOf(Math.clamp(wish.seed(), -1L, Integer.MAX_VALUE))
            : null);
  }

  private int duration(@Nullable Double wish) throws Refusal {
    if (wish == null) {
      return durations.getFirst();
    }
    if (!(wish > 0 && wish < Double.POSITIVE_INFINITY)) {
      throw Refusal.badInput("BAD_DURATION", "duration", "duration must be seconds, such as 5.");
    }
    return nearest(durations, each -> Math.abs(each - wish), each -> each);
  }

  private String resolution(@Nullable String wish) throws Refusal {
    if (wish == null || wish.isBlank() || wish.equals(AUTO)) {
      return resolutions.getFirst();
    }
    if (!RESOLUTION.matcher(wish).matches()) {
      throw Refusal.badInput(
          "BAD_RESOLUTION", "resolution", "resolution must be such as 720p, or auto.");
    }
    int lines = lines(wish);
    return nearest(resolutions, each -> Math.abs(lines(each) - lines), Animator::lines);
  }

  private String aspectRatio(@Nullable String wish) throws Refusal {
    if (wish == null || wish.isBlank() || aspectRatios.contains(wish)) {
      return wish == null || wish.isBlank() ? aspectRatios.getFirst() : wish;
    }
    if (wish.equals(AUTO)) {
      return aspectRatios.getFirst();
    }
    if (!RATIO.matcher(wish).matches()) {
      throw Refusal.badInput(
          "BAD_ASPECT_RATIO", "aspect_ratio", "aspect_ratio must be such as 16:9, or auto.");
    }
    double ratio = Math.log(ratio(wish));
    List<String> ratios = aspectRatios.stream().filter(each -> !each.equals(AUTO)).toList();
    if (ratios.isEmpty()) {
      return AUTO;
    }
    return nearest(ratios, each -> Math.abs(Math.log(ratio(each)) - ratio), Animator::ratio);
  }

  /** Of two that are as near, the smaller: it costs no more. */
  private static <T> T nearest(
      List<T> allowed, ToDoubleFunction<T> distance, ToDoubleFunction<T> size) {
    return allowed.stream()
        .min(Comparator.comparingDouble(distance).thenComparingDouble(size))
        .orElseThrow();
  }

  /** The provider's price of a choice, in dollars. */
  double dollars(Choice choice) {
    double lines = choice.resolution() == null ? 0 : lines(choice.resolution());
    double pixels =
        lines * lines * ratio(choice.aspectRatio() == null ? AUTO : choice.aspectRatio());
    double tokens = pixels * fps * choice.duration() / TOKEN_PIXELS;
    double blocks = Math.ceil((double) choice.duration() / price.blockSeconds());
    return tokens / MILLION * price.dollarsPerMillionTokens() + blocks * price.dollarsPerBlock();
  }

  /** The longest video that it makes, in seconds. */
  int secondsMax() {
    return Collections.max(durations);
  }

  /** The largest frame that it makes, in pixels; 0 if it does not say. */
  double pixelsMax() {
    double widest = AUTO_RATIO;
    for (String each : aspectRatios) {
      // Lines are those of the shorter side.
      widest = Math.max(widest, Math.max(ratio(each), 1 / ratio(each)));
    }
    int lines = resolutions.stream().mapToInt(Animator::lines).max().orElse(0);
    return widest * lines * lines;
  }

  private static int lines(String resolution) {
    return Integer.parseInt(resolution.substring(0, resolution.length() - 1));
  }

  /** Width by height. */
  private static double ratio(String text) {
    Matcher sides = RATIO.matcher(text);
    return sides.matches()
        ? Double.parseDouble(sides.group(1)) / Double.parseDouble(sides.group(2))
        : AUTO_RATIO;
  }
}
