package dev.darkroom.provider;

/**
 * One line that a model wrote while it worked; for operators, since it may name the model.
 *
 * @param message the words, at most 500 characters
 * @param level STDERR, STDOUT, ERROR, INFO, WARN or DEBUG; INFO when it was not told
 * @param timestamp ISO 8601 as fal wrote it, or empty
 */
public record LogLine(String message, String level, String timestamp) {}
