/**
 * What the server says of itself: the OpenAPI page, completed by rule where code does not say it.
 */
@NullMarked
package dev.darkroom.web.openapi;

import org.jspecify.annotations.NullMarked;
