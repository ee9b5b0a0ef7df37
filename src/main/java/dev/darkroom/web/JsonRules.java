package dev.darkroom.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/**
 * How JSON is read: a body means one thing or it is refused. A text is not a number, so {@code
 * "NaN"} and {@code "2"} are no factors; a number is not a key; a name may come once.
 */
@Singleton
public class JsonRules implements ObjectMapperCustomizer {
  /** A small body of many small parts takes a hundred times its size in memory. */
  private static final long TOKENS_MAX = 20_000;

  @Override
  @SuppressWarnings("deprecation") // The mapper exists already; only this form can change it.
  public void customize(ObjectMapper mapper) {
    // A text may be a picture; how large that may be is decided where it is used.
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxStringLength(BodyLimits.PICTURES_BYTES_MAX)
                .maxTokenCount(TOKENS_MAX)
                .build());
    mapper.configure(DeserializationFeature.ACCEPT_FLOAT_AS_INT, false);
    mapper.configure(MapperFeature.ALLOW_COERCION_OF_SCALARS, false);
    mapper.configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, true);
    mapper.configure(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, true);
    mapper
        .coercionConfigFor(LogicalType.Textual)
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
  }
}
