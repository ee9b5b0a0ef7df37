package dev.darkroom.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the catalogue: the built-in one, and an operator's file merged over it (RFC 7396). */
public final class CatalogueFile {
  private static final String BUILT_IN = "/catalogue.json";

  /** A misspelt price must not pass for the usual one. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private CatalogueFile() {}

  /**
   * The catalogue that is in force.
   *
   * @param override the operator's file, if there is one
   * @throws IllegalArgumentException if it cannot be read or does not make sense; the message says
   *     where
   */
  public static Catalogue read(Optional<Path> override) {
    try {
      JsonNode merged = builtIn();
      if (override.isPresent()) {
        merged = merged(merged, object(JSON.readTree(Files.readAllBytes(override.get()))));
      }
      return JSON.treeToValue(merged, Catalogue.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(words(e), e);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no such file: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("it cannot be read: " + e.getMessage(), e);
    }
  }

  private static JsonNode object(JsonNode file) {
    if (!file.isObject()) {
      throw new IllegalArgumentException("it must hold one JSON object");
    }
    return file;
  }

  private static JsonNode builtIn() {
    try (InputStream file = CatalogueFile.class.getResourceAsStream(BUILT_IN)) {
      return JSON.readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The built-in catalogue is in every jar", e);
    }
  }

  private static JsonNode merged(JsonNode base, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      return patch;
    }
    ObjectNode object = base instanceof ObjectNode old ? old : changes.objectNode();
    for (Map.Entry<String, JsonNode> change : changes.properties()) {
      if (change.getValue().isNull()) {
        object.remove(change.getKey());
      } else {
        object.set(change.getKey(), merged(object.path(change.getKey()), change.getValue()));
      }
    }
    return object;
  }

  private static String words(JsonProcessingException e) {
    String where =
        e instanceof JsonMappingException mapping
            ? mapping.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .collect(Collectors.joining("."))
            : "";
    String why =
        switch (e) {
          case ValueInstantiationException bad when bad.getCause() != null ->
              String.valueOf(bad.getCause().getMessage());
          case UnrecognizedPropertyException _ -> "nothing has this name";
          case MismatchedInputException _ -> "something is missing, or of the wrong kind";
          default -> e.getOriginalMessage();
        };
    return where.isEmpty() ? why : where + ": " + why;
  }
}
