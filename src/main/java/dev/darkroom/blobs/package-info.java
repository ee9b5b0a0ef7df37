/** Bytes by key: put, find, open, sign, delete in a folder; the guarded download. */
@NullMarked
package dev.darkroom.blobs;

import org.jspecify.annotations.NullMarked;
