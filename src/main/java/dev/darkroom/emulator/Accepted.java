package dev.darkroom.emulator;

import java.time.Instant;
import java.util.Optional;

/**
 * One request that the queue accepted, for counting what was really submitted.
 *
 * @param requestId fal's request id, a UUID
 * @param model full model id as submitted, such as {@code fal-ai/clarity-upscaler}
 * @param inputSha256 lower-case hex SHA-256 of the body as received
 * @param webhookUrl the {@code fal_webhook} parameter, which is called when the request ends
 * @param acceptedAt when it became durable
 */
public record Accepted(
    String requestId,
    String model,
    String inputSha256,
    Optional<String> webhookUrl,
    Instant acceptedAt) {}
