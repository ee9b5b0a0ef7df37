/** Tokens by which machines act for a user. */
@NullMarked
package dev.darkroom.access;

import org.jspecify.annotations.NullMarked;
