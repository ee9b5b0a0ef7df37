/**
 * Pixels and frames: measure, decode, resize, encode, blurhash; pure functions on bytes and files.
 */
@NullMarked
package dev.darkroom.media;

import org.jspecify.annotations.NullMarked;
