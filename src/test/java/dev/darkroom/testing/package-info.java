/** What tests of several rooms share. */
@NullMarked
package dev.darkroom.testing;

import org.jspecify.annotations.NullMarked;
