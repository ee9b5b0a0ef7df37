package dev.darkroom.jobs;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A call to the provider.
 *
 * @param model the provider's full model id
 * @param input the model's bare input
 */
public record Call(String model, JsonNode input) {}
