/** All rows as one file: written from any store, checked, and put into any other. */
@NullMarked
package dev.darkroom.archive;

import org.jspecify.annotations.NullMarked;
