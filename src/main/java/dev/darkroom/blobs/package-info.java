/**
 * Bytes by key: put, find, open, list, sign, delete, in a folder or a bucket; the guarded download.
 */
@NullMarked
package dev.darkroom.blobs;

import org.jspecify.annotations.NullMarked;
