/** fal's queue: submit, status, result, cancel, upload; classifies its failures. */
@NullMarked
package dev.darkroom.provider;

import org.jspecify.annotations.NullMarked;
